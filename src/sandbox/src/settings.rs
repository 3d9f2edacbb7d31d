//! What the operator has set. The one module that reads the environment.

use worker::Env;

use crate::clock;

/// The key where none is set.
pub const DEFAULT_KEY: &str = "sandbox-key";

/// The settings. No `Debug`: it holds the token and the keys.
pub struct Settings {
    keys: Vec<String>,
    /// Clock seconds per real second, of a clock nobody has set otherwise.
    pub rate: f64,
    /// Whether a caller on this machine may control the sandbox.
    pub loopback: bool,
    token: Option<String>,
}

/// The name of a setting that cannot be used.
pub struct Wrong(pub &'static str);

impl Settings {
    /// Reads the environment.
    ///
    /// # Errors
    /// The first setting that is wrong.
    pub fn read(env: &Env) -> Result<Self, Wrong> {
        let var = |name: &str| {
            let text = env.var(name).ok()?.to_string();
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        // a secret prints its value: it leaves its type here and goes nowhere but into `takes_token`
        let token = env
            .secret("SANDBOX_TOKEN")
            .ok()
            .map(|secret| secret.to_string());
        Self::of(
            var("SANDBOX_KEYS").as_deref(),
            var("SANDBOX_CLOCK_RATE").as_deref(),
            var("SANDBOX_CONTROL").as_deref(),
            token,
        )
    }

    /// The settings from their texts; absent ones have their defaults.
    ///
    /// # Errors
    /// The first setting that is wrong.
    pub fn of(
        keys: Option<&str>,
        rate: Option<&str>,
        control: Option<&str>,
        token: Option<String>,
    ) -> Result<Self, Wrong> {
        let keys: Vec<String> = keys
            .unwrap_or(DEFAULT_KEY)
            .split(',')
            .map(|key| key.trim().to_owned())
            .filter(|key| !key.is_empty())
            .collect();
        if keys.is_empty() {
            return Err(Wrong("SANDBOX_KEYS"));
        }
        let rate = rate
            .map_or(Some(1.0), |text| text.parse().ok())
            .filter(|rate| clock::rate_fits(*rate))
            .ok_or(Wrong("SANDBOX_CLOCK_RATE"))?;
        let loopback = match control {
            None | Some("token") => false,
            Some("loopback") => true,
            Some(_) => return Err(Wrong("SANDBOX_CONTROL")),
        };
        let token = token.filter(|token| !token.is_empty());
        if token.as_ref().is_some_and(|token| token.len() < MIN_TOKEN) {
            return Err(Wrong("SANDBOX_TOKEN"));
        }
        Ok(Self {
            keys,
            rate,
            loopback,
            token,
        })
    }

    /// Whether the sandbox knows an API key.
    pub fn takes(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known == key)
    }

    /// Whether anybody at all may control the sandbox.
    pub fn controllable(&self) -> bool {
        self.loopback || self.token.is_some()
    }

    /// Whether this is the token of control. Takes as long for any guess of a length.
    pub fn takes_token(&self, guess: &str) -> bool {
        self.token.as_ref().is_some_and(|token| {
            let differ = token
                .bytes()
                .zip(guess.bytes())
                .fold(0, |differ, (a, b)| differ | (a ^ b));
            token.len() == guess.len() && differ == 0
        })
    }
}

/// The shortest token taken, in bytes: what cannot be guessed.
const MIN_TOKEN: usize = 16;
