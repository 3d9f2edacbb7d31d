//! Counting without keeping everything that was counted.

/// Counts of values, a few percent exact above 64.
#[derive(Clone, Debug)]
pub struct Histogram {
    buckets: Vec<u64>,
    count: u64,
    max: u64,
}

/// Buckets between a power of two and the next.
const FINE: u64 = 32;

impl Default for Histogram {
    fn default() -> Self {
        Self {
            buckets: vec![0; 64 * FINE as usize],
            count: 0,
            max: 0,
        }
    }
}

fn bucket(value: u64) -> usize {
    if value < FINE * 2 {
        return value as usize;
    }
    let power = u64::from(value.ilog2());
    let part = (value >> (power - 5)) - FINE;
    ((power - 4) * FINE + part) as usize
}

fn value(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < FINE * 2 {
        return bucket;
    }
    let power = bucket / FINE + 4;
    (bucket % FINE + FINE) << (power - 5)
}

impl Histogram {
    /// Counts a value.
    pub fn add(&mut self, value: u64) {
        self.buckets[bucket(value)] += 1;
        self.count += 1;
        self.max = self.max.max(value);
    }

    /// How many were counted.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The greatest.
    pub fn max(&self) -> u64 {
        self.max
    }

    /// The value that so many percent of all do not exceed.
    pub fn percentile(&self, percent: f64) -> u64 {
        let wanted = (self.count as f64 * percent / 100.0).ceil() as u64;
        let mut seen = 0;
        for (index, count) in self.buckets.iter().enumerate() {
            seen += count;
            if seen >= wanted.max(1) {
                return value(index).min(self.max);
            }
        }
        self.max
    }
}

#[test]
fn percentiles_are_close() {
    let mut histogram = Histogram::default();
    for value in 1..=10_000 {
        histogram.add(value);
    }
    let near = |percent, expected: u64| {
        let got = histogram.percentile(percent);
        assert!(got.abs_diff(expected) * 20 <= expected, "{percent}: {got}");
    };
    near(50.0, 5_000);
    near(99.0, 9_900);
    assert_eq!(histogram.max(), 10_000);
}
