//! A lane for each kind of request: when the next may leave, and whose turn it is.

use super::Ms;
use super::ask::{Class, Kind};
use super::constants::{
    ANSWER_MS, LIMIT_WINDOW_MS, LISTS_ALLOWED, LOST_MS, LOST_REALTIME_MS, REALTIME_MS,
    REALTIMES_ALLOWED, REALTIMES_FLYING, SINGLE_MS, SINGLES_FLYING, SLOTS_BEFORE_GUEST,
    SLOTS_BEFORE_MERCHANT, SLOTS_BEFORE_SYNC,
};
use super::silence::keep;

impl Kind {
    const fn flying(self) -> usize {
        match self {
            Self::List => 1,
            Self::Single => SINGLES_FLYING,
            Self::Realtime => REALTIMES_FLYING,
        }
    }

    /// Sends to remember: one more than allowed in a window shows that it was too many.
    pub(super) const fn remembered(self) -> usize {
        match self {
            Self::List => LISTS_ALLOWED.saturating_add(1),
            Self::Single => 1,
            Self::Realtime => REALTIMES_ALLOWED.saturating_add(1),
        }
    }

    /// From one send to the next; lists are spaced from the answer on.
    pub(super) const fn spacing(self) -> Ms {
        match self {
            Self::List => 0,
            Self::Single => SINGLE_MS,
            Self::Realtime => REALTIME_MS,
        }
    }

    pub(super) const fn lost_ms(self) -> Ms {
        match self {
            Self::List | Self::Single => LOST_MS,
            Self::Realtime => LOST_REALTIME_MS,
        }
    }
}

impl Class {
    /// Slots in a row that others may take while this class waits.
    const fn patience(self) -> u32 {
        match self {
            Self::Proven => u32::MAX,
            Self::Guest => SLOTS_BEFORE_GUEST,
            Self::Merchant => SLOTS_BEFORE_MERCHANT,
            Self::Sync => SLOTS_BEFORE_SYNC,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Lane {
    kind: Kind,
    /// The next send is no earlier.
    pub(super) free_at: Ms,
    pub(super) flying: usize,
    /// The last sends, oldest first.
    pub(super) sent: Vec<Ms>,
    /// Whether the last send was not answered, perhaps since before a restart.
    pub(super) unanswered: bool,
    /// The last answer.
    pub(super) answered: Option<Ms>,
    /// What the last answer took.
    pub(super) took: Ms,
    /// Slots since each class had one, in the order of [`Class::ALL`].
    since: [u32; 4],
}

impl Lane {
    pub(super) const fn new(kind: Kind) -> Self {
        Self {
            kind,
            free_at: Ms::MIN,
            flying: 0,
            sent: Vec::new(),
            unanswered: false,
            answered: None,
            took: ANSWER_MS,
            since: [0; 4],
        }
    }

    pub(super) const fn is_full(&self) -> bool {
        self.flying >= self.kind.flying()
    }

    /// The classes in the order of their turns. The sync's share is kept to the slot; that of
    /// others may come one or two slots late.
    pub(super) fn turns(&self) -> impl Iterator<Item = Class> {
        let due = Class::ALL.into_iter().zip(self.since);
        due.filter(|(class, since)| *since >= class.patience())
            .map(|(class, _)| class)
            .rev()
            .chain(Class::ALL)
    }

    pub(super) fn send(&mut self, turn: Class, now: Ms) {
        self.flying = self.flying.saturating_add(1);
        self.free_at = now.saturating_add(self.kind.spacing());
        keep(&mut self.sent, now, self.kind.remembered());
        self.unanswered = true;
        for (class, since) in Class::ALL.into_iter().zip(&mut self.since) {
            *since = if class == turn {
                0
            } else {
                since.saturating_add(1)
            };
        }
    }

    pub(super) fn end(&mut self, sent: Ms, list_ms: Ms, now: Ms) {
        self.flying = self.flying.saturating_sub(1);
        self.answered = Some(now);
        self.unanswered = false;
        self.took = now.saturating_sub(sent).clamp(0, LOST_MS);
        if self.kind == Kind::List {
            self.free_at = now.saturating_add(list_ms);
        }
    }

    fn sent_lately(&self, now: Ms) -> usize {
        let lately = |at: &&Ms| now.saturating_sub(**at) < LIMIT_WINDOW_MS;
        self.sent.iter().filter(lately).count()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Lanes {
    pub(super) list: Lane,
    pub(super) single: Lane,
    pub(super) realtime: Lane,
}

impl Lanes {
    pub(super) const fn of(&self, kind: Kind) -> &Lane {
        match kind {
            Kind::List => &self.list,
            Kind::Single => &self.single,
            Kind::Realtime => &self.realtime,
        }
    }

    pub(super) const fn of_mut(&mut self, kind: Kind) -> &mut Lane {
        match kind {
            Kind::List => &mut self.list,
            Kind::Single => &mut self.single,
            Kind::Realtime => &mut self.realtime,
        }
    }

    /// Whether what was sent lately, with what was sent now, keeps the document's limits.
    pub(super) fn keep_limits(&self, now: Ms) -> bool {
        self.list.sent_lately(now) <= LISTS_ALLOWED
            && self.realtime.sent_lately(now) <= REALTIMES_ALLOWED
    }
}
