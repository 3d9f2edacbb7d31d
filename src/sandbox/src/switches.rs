//! What of Tracktry is not known for certain, or differs between accounts: chosen by the one in
//! control, kept with the state.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::limits::{Limits, Strangers};

/// The longest silence after a 429 that can be chosen, in seconds.
const MAX_SILENCE: u32 = 86_400;

/// All switches. The defaults are what the sandbox holds to be Tracktry's way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    /// The order of a list's rows (grade E).
    pub order: Order,
    /// What moves `updated_at` (grade E).
    pub updated_by: Moves,
    /// An element of a batch's `errors` (grade B for all three).
    pub batch_errors: BatchErrors,
    /// `data` of a single GET: an array (grade B), or the object as the sister sends it (C).
    pub single: Single,
    /// `total` of a list: text (grade B) or number.
    pub total: Total,
    /// The HTTP status: always 200 (grade B), or one that fits the code (E).
    pub http_status: HttpStatus,
    /// The endpoints only the sister's document names (grade C).
    pub sister: Sister,
    /// The limits.
    pub limits: Limits,
    /// How long an address is refused after a 429, in seconds (120: grade A).
    pub silence_seconds: u32,
    /// Others on the same address, who run into the limits (grade E).
    pub strangers: Strangers,
    /// Realtime of a number once more within two hours (grade E).
    pub realtime_again: Again,
    /// Every answer is 503.
    pub maintenance: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            order: Order::CreatedDesc,
            updated_by: Moves::default(),
            batch_errors: BatchErrors::Object,
            single: Single::Array,
            total: Total::Text,
            http_status: HttpStatus::Ok,
            sister: Sister::On,
            limits: Limits::Off,
            silence_seconds: 120,
            strangers: Strangers::default(),
            realtime_again: Again::Done,
            maintenance: false,
        }
    }
}

/// Declares choices that are written as texts.
macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident,)+ })+) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ })+
    };
}

choices! {
    /// The order of a list's rows. Rows that are equal in it follow their posts in the same direction.
    Order {
        /// Newest post first.
        CreatedDesc,
        /// Oldest post first.
        CreatedAsc,
        /// Newest change first.
        UpdatedDesc,
        /// Oldest change first.
        UpdatedAsc,
    }
    /// An element of a batch's `errors`.
    BatchErrors {
        /// An object.
        Object,
        /// That object's JSON as a text.
        Text,
        /// A text of `{"meta":{…}}`.
        Meta,
    }
    /// `data` of a single GET.
    Single {
        /// An array of one.
        Array,
        /// The tracking itself.
        Object,
    }
    /// `total` of a list.
    Total {
        /// `"4"`.
        Text,
        /// `4`.
        Number,
    }
    /// The HTTP status of an answer.
    HttpStatus {
        /// 200.
        Ok,
        /// One that fits `meta.code`.
        Real,
    }
    /// The sister's endpoints.
    Sister {
        /// They answer.
        On,
        /// There are none: 404.
        Off,
        /// They must be activated first: 4018.
        Inactive,
    }
    /// Realtime of a number once more within two hours.
    Again {
        /// Done all the same: code 202, with the data.
        Done,
        /// Refused: 429, and the silence after it.
        Refused,
    }
}

/// What moves `updated_at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Moves {
    /// News of the carrier: a scan, a new status.
    pub news: bool,
    /// A change by PUT, or by the sister's `updatemore`.
    pub put: bool,
    /// The service's own look at the carrier, whether it brings news or not; every
    /// [`LOOK_EVERY`] seconds.
    pub look: bool,
}

impl Default for Moves {
    fn default() -> Self {
        Self {
            news: true,
            put: true,
            look: false,
        }
    }
}

/// How often the service looks at a carrier, in clock seconds: four hours, the middle of the two
/// to six that are known (grades B and C).
pub const LOOK_EVERY: i64 = 14_400;

impl Switches {
    /// The switches with some set anew: an object with some of the members. Objects inside are
    /// taken member by member as well, and null is the default.
    ///
    /// # Errors
    /// Words that say what is wrong.
    pub fn set(&self, body: &[u8]) -> Result<Self, String> {
        let Ok(Value::Object(given)) = serde_json::from_slice(body) else {
            return Err("the body is no JSON object".to_owned());
        };
        let members = |switches: &Self| match serde_json::to_value(switches) {
            Ok(Value::Object(members)) => members,
            _ => Map::new(),
        };
        let (mut all, standard) = (members(self), members(&Self::default()));
        for (key, value) in given {
            let value = match (all.get(&key), value) {
                (_, Value::Null) => standard.get(&key).cloned().unwrap_or(Value::Null),
                (Some(Value::Object(now)), Value::Object(anew)) => {
                    let mut now = now.clone();
                    now.extend(anew);
                    Value::Object(now)
                }
                (_, value) => value,
            };
            all.insert(key, value);
        }
        let switches: Self = serde_json::from_value(Value::Object(all))
            .map_err(|error| short(&error.to_string()))?;
        if switches.silence_seconds > MAX_SILENCE {
            return Err(format!("`silence_seconds` is more than {MAX_SILENCE}"));
        }
        switches.limits.check()?;
        switches.strangers.check()?;
        Ok(switches)
    }
}

/// The longest words about a mistake, in characters: they can quote what was sent.
const MAX_WORDS: usize = 300;

fn short(words: &str) -> String {
    words.chars().take(MAX_WORDS).collect()
}
