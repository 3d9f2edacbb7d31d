//! base64url (RFC 4648, section 5) without padding: one text for the same bytes.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The text of some bytes.
pub(crate) fn write(bytes: &[u8]) -> String {
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

/// The bytes of a text. `None` where the bytes would not give that very text.
pub(crate) fn read(text: &str) -> Option<Vec<u8>> {
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
