use super::{DAY, NOW, ONE, claims, keys};
use tracktry_core::token::{CLOCK_DIFFERENCE, Claims, Refusal, Subject};

fn subjects() -> [(Subject, u64); 3] {
    [
        (Subject::parcel("dhl", "JD014600003SE").unwrap(), 90 * DAY),
        (Subject::order("1001").unwrap(), 90 * DAY),
        (Subject::badge("dhl", "JD014600003SE").unwrap(), 400 * DAY),
    ]
}

#[test]
fn each_kind_is_signed_for_its_longest_life_and_no_longer() {
    for (subject, longest) in subjects() {
        let sign = |expires| {
            let claims = Claims {
                expires,
                ..claims(subject.clone())
            };
            keys(ONE).sign(&claims, NOW).map(drop)
        };
        assert_eq!(sign(NOW + longest), Ok(()));
        assert_eq!(sign(NOW + longest + 1), Err(Refusal::LivesTooLong));
        assert_eq!(sign(u64::MAX), Err(Refusal::LivesTooLong));
        assert_eq!(sign(NOW + 1), Ok(()));
        assert_eq!(sign(NOW), Err(Refusal::Expired));
        assert_eq!(sign(0), Err(Refusal::Expired));
    }
}

/// A minute of difference between two clocks is forgiven at both ends, and no second more.
#[test]
fn a_token_is_taken_from_a_minute_before_it_is_signed_to_a_minute_past_its_end() {
    for (subject, longest) in subjects() {
        let claims = Claims {
            expires: NOW + longest,
            ..claims(subject)
        };
        let token = keys(ONE).sign(&claims, NOW).unwrap();
        let at = |now| keys(ONE).verify(&token, now).map(drop);
        assert_eq!(at(NOW - CLOCK_DIFFERENCE), Ok(()));
        assert_eq!(at(NOW - CLOCK_DIFFERENCE - 1), Err(Refusal::LivesTooLong));
        assert_eq!(at(NOW + longest + CLOCK_DIFFERENCE - 1), Ok(()));
        assert_eq!(at(NOW + longest + CLOCK_DIFFERENCE), Err(Refusal::Expired));
        assert_eq!(at(u64::MAX), Err(Refusal::Expired));
        assert_eq!(at(0), Err(Refusal::LivesTooLong));
    }
}
