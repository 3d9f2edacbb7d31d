//! Choices and identifiers that are the same every time for the same text: FNV-1a.

/// A 64-bit hash, for choices.
pub fn hash64(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// 32 hex digits, as Tracktry's ids look.
pub fn hex32(text: &str) -> String {
    let hash = text.bytes().fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128,
        |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        },
    );
    format!("{hash:032x}")
}

/// A draw from a seed: the same seed and count give the same one, and its upper bits are spread
/// evenly, which those of [`hash64`] alone are not.
pub fn draw(seed: u32, count: u64) -> u64 {
    let mut bits = hash64(&format!("{seed}/{count}"));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
