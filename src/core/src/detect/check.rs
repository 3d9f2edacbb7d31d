//! Check digits.

/// How the last character of a number follows from those before it.
///
/// Where weights are named, they count from the right and repeat, and the sum of the digits times
/// the weights is taken; `modulo 10` means what is missing from there to the next multiple of ten.
///
/// One wrong digit is always seen, but for these: in `Ups`, `OnTrac` and `Identcode` one that is
/// off by 5 under an even weight, in `FedEx` and `S10` some where two rests share a digit (0; 5),
/// in `Seven` one that is off by 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// The form has no check digit, or none that is public.
    Absent,
    /// GS1's, also of USPS (Publication 199), FedEx Ground and Canada Post: weights 3, 1, modulo 10.
    Gs1,
    /// [`Check::Gs1`] of the number with `91` before it, which USPS leaves out of the older labels
    /// of 20 digits.
    After91,
    /// [`Check::Gs1`] of the number with `92` before it, which FedEx `SmartPost` leaves out of the
    /// USPS barcode.
    After92,
    /// UPS: weights 1, 2, modulo 10. A letter counts as the last digit of its ASCII code less 3.
    Ups,
    /// `OnTrac`: as [`Check::Ups`], with 2, 1.
    OnTrac,
    /// Deutsche Post's Identcode: weights 4, 9, modulo 10.
    Identcode,
    /// Luhn's, ISO/IEC 7812-1: weights 2, 1, of a product of two digits their sum, modulo 10.
    Luhn,
    /// FedEx Express: weights 1, 3, 7, the rest of the division by 11, of which 10 counts as 0.
    FedEx,
    /// UPU S10: weights 7 9 5 3 2 4 6 8, 11 less the rest of the division by 11, where 10 counts as
    /// 0 and 11 as 5.
    S10,
    /// The rest of the division of the number by 7: DHL Express, air waybills, Japan's "7DR".
    Seven,
    /// ISO/IEC 7064 MOD 37,36: DPD's parcel label.
    Iso36,
}

impl Check {
    /// Whether the check digit at the end of `text`, capital letters and digits, holds; `None`
    /// where there is none.
    pub(super) fn holds(self, text: &str) -> Option<bool> {
        let weights: &[u8] = match self {
            Check::Absent => return None,
            Check::Gs1 | Check::After91 | Check::After92 => &[3, 1],
            Check::Ups => &[1, 2],
            Check::OnTrac | Check::Luhn => &[2, 1],
            Check::Identcode => &[4, 9],
            Check::FedEx => &[1, 3, 7],
            Check::S10 => &[7, 9, 5, 3, 2, 4, 6, 8],
            // The powers of ten modulo 7.
            Check::Seven => &[1, 3, 2, 6, 4, 5],
            Check::Iso36 => &[],
        };
        let mut values = text.bytes().map(value);
        let last = values.next_back()?;
        let expected = if weights.is_empty() {
            iso36(values)
        } else {
            let mut sum = match self {
                // 9 is the 21st from the right, the digit after it the 20th: 3 × 9 + 1 × that.
                Check::After91 => 28,
                Check::After92 => 29,
                _ => 0_u32,
            };
            for (value, weight) in values.rev().zip(weights.iter().cycle()) {
                // Only UPS and OnTrac weigh letters: A, here 10, is 65 there and counts 2.
                let value = if value > 9 {
                    value.wrapping_add(2)
                } else {
                    value
                };
                let product = value.wrapping_mul(u32::from(*weight));
                let carry = self == Check::Luhn && product > 9;
                sum = sum.wrapping_add(product).wrapping_add(u32::from(carry));
            }
            match self {
                Check::FedEx => sum % 11 % 10,
                Check::Seven => sum % 7,
                Check::S10 => match sum % 11 {
                    0 => 5,
                    1 => 0,
                    rest => 11_u32.wrapping_sub(rest),
                },
                _ => 10_u32.wrapping_sub(sum % 10) % 10,
            }
        };
        Some(expected == last)
    }
}

/// A digit's value; a letter's from 10 for A to 35 for Z.
fn value(byte: u8) -> u32 {
    u32::from(byte.wrapping_sub(if byte > b'9' { b'A' - 10 } else { b'0' }))
}

fn iso36(values: impl Iterator<Item = u32>) -> u32 {
    let product = values.fold(36, |product: u32, value| {
        let sum = product.wrapping_add(value) % 36;
        (if sum == 0 { 36 } else { sum }).wrapping_mul(2) % 37
    });
    37_u32.wrapping_sub(product) % 36
}
