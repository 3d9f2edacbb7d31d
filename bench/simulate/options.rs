//! What is asked for on the command line.

/// How many parcels a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Ten thousand.
    Small,
    /// A million.
    Medium,
    /// A hundred million.
    Large,
}

impl Size {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }

    /// Parcels posted in a year.
    pub const fn a_year(self) -> u64 {
        match self {
            Self::Small => 10_000,
            Self::Medium => 1_000_000,
            Self::Large => 100_000_000,
        }
    }

    /// Days that are simulated where nothing is said.
    const fn days(self) -> u32 {
        match self {
            Self::Small | Self::Medium => 7,
            Self::Large => 1,
        }
    }

    /// Hours before them that are not counted, in which Shelves and queues become what they are.
    pub const fn warm_up_hours(self) -> u32 {
        match self {
            Self::Small | Self::Medium => 24,
            Self::Large => 4,
        }
    }
}

/// One run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many parcels.
    pub size: Size,
    /// Days that are counted.
    pub days: u32,
    /// Whether the last day is one on which everybody looks.
    pub black_friday: bool,
    /// `SYNC_SECONDS`.
    pub sync: u32,
    /// Where the dice begin.
    pub seed: u64,
}

/// What `--help` says.
pub const HELP: &str = "Simulates the edge with its real state machines.

  --size small|medium|large|all   10 thousand, 1 million, 100 million parcels a year (small)
  --days N                        days to count (7; large: 1)
  --black-friday                  ten times the views on the last day, from 8 to 22 o'clock
  --sync SECONDS                  SYNC_SECONDS, 0 to 3600 (both 300 and 0)
  --seed N                        another seed, other dice (1)
  --help                          this";

/// The runs that are asked for.
///
/// # Errors
/// What cannot be understood; empty where help is wanted.
pub fn read(mut words: impl Iterator<Item = String>) -> Result<Vec<Options>, String> {
    let (mut sizes, mut syncs) = (vec![Size::Small], vec![300, 0]);
    let (mut days, mut black_friday, mut seed) = (None, false, 1);
    while let Some(word) = words.next() {
        let mut number = |least: u64, most: u64| {
            let text = words.next().unwrap_or_default();
            let number = text.parse::<u64>().ok();
            let number = number.filter(|number| (least..=most).contains(number));
            number.ok_or_else(|| format!("{word} takes a number from {least} to {most}"))
        };
        match word.as_str() {
            "--days" => days = Some(number(1, 60)? as u32),
            "--sync" => syncs = vec![number(0, 3_600)? as u32],
            "--seed" => seed = number(0, u64::MAX)?,
            "--black-friday" => black_friday = true,
            "--size" => {
                let name = words.next().unwrap_or_default();
                let named = |size: &Size| name == "all" || name == size.name();
                sizes = Size::ALL.into_iter().filter(named).collect();
                if sizes.is_empty() {
                    return Err("--size takes small, medium, large or all".to_owned());
                }
            }
            "--help" | "-h" => return Err(String::new()),
            _ => return Err(format!("there is no {word}")),
        }
    }
    let run = |size: Size, sync| Options {
        size,
        days: days.unwrap_or(size.days()),
        black_friday,
        sync,
        seed,
    };
    let runs = sizes.into_iter();
    Ok(runs
        .flat_map(|size| syncs.iter().map(move |sync| run(size, *sync)))
        .collect())
}
