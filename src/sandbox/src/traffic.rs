//! A request to the API on its way past the limits and the counters.

use std::cell::RefCell;

use worker::Result;

use crate::code::Code;
use crate::counters::Recent;
use crate::limits::{Kind, Rules, Verdict};
use crate::store::Store;
use crate::switches::Switches;

/// The longest address kept, in bytes.
const MAX_ADDRESS: usize = 100;

/// Who asks: the address the request comes from. Where that is this machine's own, as everybody's
/// is who runs the sandbox at home, the header `Sandbox-Client` tells clients apart.
pub fn address(connecting: Option<&str>, client: Option<&str>) -> String {
    let outside = connecting.filter(|address| {
        let parsed = address.parse::<std::net::IpAddr>();
        !parsed.is_ok_and(|ip| ip.to_canonical().is_loopback())
    });
    let chosen = outside.or(client).or(connecting).unwrap_or("unknown");
    let length = chosen.floor_char_boundary(MAX_ADDRESS);
    chosen.get(..length).unwrap_or("unknown").to_owned()
}

/// One request.
pub struct Visit<'a> {
    /// The state.
    pub store: &'a Store,
    /// The switches.
    pub switches: &'a Switches,
    /// The limits that hold.
    pub rules: &'a Rules,
    /// What came in the last second.
    pub recent: &'a RefCell<Recent>,
    /// Who asks.
    pub address: &'a str,
    /// Real time, in milliseconds.
    pub real: i64,
}

impl Visit<'_> {
    /// Whether the limits let it in.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn enter(&self, kind: Kind) -> Result<Verdict> {
        if !self.limited() {
            return Ok(Verdict::Pass);
        }
        let mut client = self.store.client(self.address)?;
        let verdict = client.ask(
            self.address,
            kind,
            self.real,
            self.rules,
            self.switches.silence_seconds,
            &self.switches.strangers,
        );
        self.store.set_client(self.address, &client, self.real)?;
        Ok(verdict)
    }

    /// What has become of it: an endpoint can find a limit of its own exceeded, which begins a
    /// silence as well.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn leave(&self, code: Code, verdict: Verdict) -> Result<Verdict> {
        if code != Code::Limited || verdict != Verdict::Pass || !self.limited() {
            return Ok(verdict);
        }
        let mut client = self.store.client(self.address)?;
        client.refuse(self.real);
        self.store.set_client(self.address, &client, self.real)?;
        Ok(Verdict::Exceeded)
    }

    /// Counts the request, once it is answered.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn count(&self, kind: Kind, label: &str, code: Code, verdict: Verdict) -> Result<()> {
        let mut counters = self.store.counters()?;
        if let Ok(mut recent) = self.recent.try_borrow_mut() {
            recent.enter(kind, self.address, self.real, &mut counters);
        }
        counters.count(label, code.number(), verdict);
        self.store.set_counters(&counters)
    }

    fn limited(&self) -> bool {
        self.rules.list_per_second.is_some()
            || self.rules.realtime_per_second.is_some()
            || self.rules.realtime_again_seconds.is_some()
            || self.switches.strangers.share > 0.0
    }
}
