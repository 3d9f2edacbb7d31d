//! Bytes as text, one text for the same bytes: base64url without padding, hex in lower case.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// base64url without padding.
pub(super) fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(4).div_ceil(3));
    for chunk in bytes.chunks(3) {
        let (a, b, c) = match *chunk {
            [a, b, c] => (a, b, c),
            [a, b] => (a, b, 0),
            [a] => (a, 0, 0),
            _ => continue,
        };
        let sixes = [
            a >> 2,
            (a & 3) << 4 | b >> 4,
            (b & 15) << 2 | c >> 6,
            c & 63,
        ];
        let used = sixes.iter().take(chunk.len().saturating_add(1));
        text.extend(
            used.filter_map(|six| ALPHABET.get(usize::from(*six)).copied())
                .map(char::from),
        );
    }
    text
}

/// The bytes of a text in base64url. `None` where the bytes would not give that very text.
pub(super) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let sixes: Vec<u8> = text.bytes().map(six).collect::<Option<_>>()?;
    let mut bytes = Vec::with_capacity(sixes.len());
    for chunk in sixes.chunks(4) {
        match *chunk {
            [a, b, c, d] => bytes.extend([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]),
            [a, b, c] if c.trailing_zeros() >= 2 => {
                bytes.extend([a << 2 | b >> 4, b << 4 | c >> 2]);
            }
            [a, b] if b.trailing_zeros() >= 4 => bytes.push(a << 2 | b >> 4),
            _ => return None,
        }
    }
    Some(bytes)
}

fn six(digit: u8) -> Option<u8> {
    let at = ALPHABET.iter().position(|known| *known == digit)?;
    u8::try_from(at).ok()
}

/// Hex in lower case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| DIGITS.get(usize::from(digit)).copied())
        .map(char::from)
        .collect()
}

/// The 32 bytes of 64 digits of hex. `None` for any other text, in upper case too.
pub(super) fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = text.bytes().map(nibble).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| match *pair {
            [high, low] => Some(high << 4 | low),
            _ => None,
        })
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}

fn nibble(digit: u8) -> Option<u8> {
    let at = DIGITS.iter().position(|known| *known == digit)?;
    u8::try_from(at).ok()
}
