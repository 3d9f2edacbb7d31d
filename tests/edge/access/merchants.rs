use super::{ALL, NOW, REFUSED, caller, config, sees};
use tracktry_edge::access::{Caller, Merchants, Scope, may_see_order, merchant};
use tracktry_edge::problem::Problem;

const HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const OTHER: &str = "0000000000000000000000000000000000000000000000000000000000000000";

#[test]
fn a_back_end_may_what_its_token_is_for() {
    for access in ["signed", "public"] {
        let config = config(access);
        let shop = caller("shop-token-of-the-tests", &config);
        sees(&shop, &config, ALL);
        assert_eq!(may_see_order(&shop, "1001"), Ok(()));
        assert_eq!(merchant(&shop, Scope::Read), Ok("shop"));
        assert_eq!(merchant(&shop, Scope::Write), Ok("shop"));
        assert_eq!(merchant(&shop, Scope::Links), Err(Problem::TokenRefused));
        assert!(!shop.may_register(&config));

        let mail = caller("mail-token-of-the-tests", &config);
        assert_eq!(merchant(&mail, Scope::Links), Ok("mail"));
        assert_eq!(may_see_order(&mail, "1001"), Err(Problem::TokenRefused));
        sees(&mail, &config, REFUSED);
    }
}

#[test]
fn neither_another_token_nor_the_hash_itself_is_one() {
    let config = config("signed");
    for token in [
        "shop-token-of-the-test",
        "Shop-token-of-the-tests",
        "e4566c72f45041f72c15eab2b19fe3168ae85933f1a47fc46eeb54259094e3e7",
        "shop",
    ] {
        assert!(
            matches!(caller(token, &config), Caller::Refused(_)),
            "{token}"
        );
    }
}

#[test]
fn a_merchants_token_is_none_of_a_link() {
    let config = config("signed");
    let caller = Caller::of_link("shop-token-of-the-tests", &config, NOW);
    assert!(matches!(caller, Caller::Refused(_)));
}

#[test]
fn tokens_are_named_and_scoped() {
    for good in [
        String::new(),
        " , ".to_owned(),
        format!("shop:read:{HASH}"),
        format!("shop:links+write+read:{HASH}"),
        format!("shop:read:{}", HASH.to_ascii_uppercase()),
        format!(" shop:read:{HASH} , shop:write:{OTHER},"),
        format!("{}:read:{HASH}", "x".repeat(32)),
    ] {
        assert!(Merchants::parse(&good).is_some(), "{good}");
    }
    for bad in [
        "shop".to_owned(),
        format!("shop:{HASH}"),
        format!(":read:{HASH}"),
        format!("{}:read:{HASH}", "x".repeat(33)),
        format!("my shop:read:{HASH}"),
        format!("shop::{HASH}"),
        format!("shop:read,write:{HASH}"),
        format!("shop:read+read:{HASH}"),
        format!("shop:read+:{HASH}"),
        format!("shop:READ:{HASH}"),
        format!("shop:admin:{HASH}"),
        format!("shop:read:{HASH}0"),
        format!("shop:read:{}", HASH.replace('e', "g")),
        "shop:read:the-token-itself".to_owned(),
        format!("shop:read:{HASH}:more"),
        format!("shop:read:{HASH},mail:links:{HASH}"),
    ] {
        assert!(Merchants::parse(&bad).is_none(), "{bad}");
    }
}
