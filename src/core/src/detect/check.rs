//! Check digits.

/// How the last character of a number follows from those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// The form has no check digit, or none that is public.
    Absent,
    /// GS1's, also of USPS (Publication 199), FedEx Ground and Canada Post: weights 3, 1
    /// from the right, modulo 10.
    Gs1,
    /// [`Check::Gs1`] of the number with `91` before it, which USPS leaves out of the older labels
    /// of 20 digits.
    After91,
    /// [`Check::Gs1`] of the number with `92` before it, which FedEx `SmartPost` leaves out of the
    /// USPS barcode.
    After92,
    /// UPS: weights 1, 2 from the right, modulo 10; a letter counts as the last digit of its
    /// ASCII code less 3.
    Ups,
    /// `OnTrac`: as [`Check::Ups`], with 2, 1.
    OnTrac,
    /// Deutsche Post's Identcode: weights 4, 9 from the right, modulo 10.
    Identcode,
    /// FedEx Express: weights 1, 3, 7 from the right, modulo 11, of which 10 counts as 0.
    FedEx,
    /// UPU S10: weights 8 6 4 2 3 5 9 7, 11 less the rest modulo 11, where 10 counts as 0 and
    /// 11 as 5.
    S10,
    /// Luhn's, ISO/IEC 7812-1.
    Luhn,
    /// The rest of the division by 7: air waybills, DHL Express, Japan's "7DR".
    Seven,
    /// ISO/IEC 7064 MOD 37,36: DPD's parcel label.
    Iso36,
}

impl Check {
    /// Whether the check digit at the end of `text`, capital letters and digits, holds; `None`
    /// where there is none.
    pub(super) fn holds(self, text: &str) -> Option<bool> {
        let mut digits = text.bytes().map(value);
        let last = digits.next_back()?;
        let ups = digits
            .clone()
            .map(|v| if v < 10 { v } else { v.wrapping_add(2) });
        let expected = match self {
            Check::Absent => return None,
            Check::Gs1 => to_ten(weigh(digits, &[3, 1])),
            // The 9 is the 21st from the right, the digit after it the 20th: 3 × 9 + 1 × that.
            Check::After91 => to_ten(weigh(digits, &[3, 1]).wrapping_add(28)),
            Check::After92 => to_ten(weigh(digits, &[3, 1]).wrapping_add(29)),
            Check::Ups => to_ten(weigh(ups, &[1, 2])),
            Check::OnTrac => to_ten(weigh(ups, &[2, 1])),
            Check::Identcode => to_ten(weigh(digits, &[4, 9])),
            Check::FedEx => weigh(digits, &[1, 3, 7]) % 11 % 10,
            Check::S10 => match weigh(digits, &[7, 9, 5, 3, 2, 4, 6, 8]) % 11 {
                0 => 5,
                1 => 0,
                rest => 11_u32.wrapping_sub(rest),
            },
            Check::Luhn => to_ten(weigh(digits.clone(), &[2, 1]).wrapping_add(carries(digits))),
            Check::Seven => {
                digits.fold(0, |rest: u32, v| rest.wrapping_mul(10).wrapping_add(v) % 7)
            }
            Check::Iso36 => {
                let product = digits.fold(36, |product: u32, v| {
                    let sum = product.wrapping_add(v) % 36;
                    (if sum == 0 { 36 } else { sum }).wrapping_mul(2) % 37
                });
                37_u32.wrapping_sub(product) % 36
            }
        };
        Some(expected == last)
    }
}

/// A digit's value; a letter's from 10 for A to 35 for Z.
fn value(byte: u8) -> u32 {
    char::from(byte).to_digit(36).unwrap_or(0)
}

/// The sum of the digits times the weights, which repeat, from the right.
fn weigh(digits: impl DoubleEndedIterator<Item = u32>, weights: &[u32]) -> u32 {
    let weights = weights.iter().cycle();
    digits
        .rev()
        .zip(weights)
        .map(|(v, w)| v.wrapping_mul(*w))
        .sum()
}

/// What Luhn's adding of a product's two digits gives beyond the product, modulo 10: 1 for each
/// doubled digit from 5, that is 10 taken away and 1 put in its place.
fn carries(digits: impl DoubleEndedIterator<Item = u32>) -> u32 {
    digits.rev().step_by(2).map(|v| u32::from(v > 4)).sum()
}

/// What is missing to the next multiple of ten.
fn to_ten(sum: u32) -> u32 {
    10_u32.wrapping_sub(sum % 10) % 10
}
