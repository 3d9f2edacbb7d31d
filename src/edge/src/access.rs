//! Who asks, and what they may see.
//!
//! Where access is signed, a link's token opens the one parcel or order it was signed for, and
//! nothing else opens any. Where it is public, whoever knows a number sees its journey. That is
//! little proof, so of the last mile's places only the country is shown, in whichever leg it is
//! reported, and not the carrier's words that name them, unless the merchant says otherwise. A
//! token shows all places there too; one that is not taken is refused and never overlooked, or a
//! page would show less from one day to the next and nobody would know why.

mod caller;
mod merchant;
mod places;

use crate::config::Config;
use crate::problem::Problem;
pub use caller::Caller;
pub use merchant::{Merchant, Merchants, Scope, Scopes};
pub use places::Places;

/// Whether a number alone opens its journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Only a signed link does.
    Signed,
    /// It does.
    Public,
}

/// What a caller may see of a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight<'a> {
    /// Its journey, with so much of its places.
    Journey(Places),
    /// Its journey with all places, if this order holds the parcel; else the caller is refused.
    IfOfOrder(&'a str),
}

/// What a caller may see of a parcel; the carrier `None` means: find it. A link opens the parcel it
/// names, in that very form: one for a carrier does not open the search for one.
///
/// # Errors
/// [`Problem::TokenRequired`] where nothing was brought and something must be,
/// [`Problem::TokenRefused`] where what was brought opens something else or nothing.
pub fn may_see<'a>(
    caller: &'a Caller,
    config: &Config,
    carrier: Option<&str>,
    number: &str,
) -> Result<Sight<'a>, Problem> {
    match caller {
        Caller::Guest => match config.access {
            Access::Signed => Err(Problem::TokenRequired),
            Access::Public => Ok(Sight::Journey(config.public_places)),
        },
        Caller::Parcel { subject, .. }
            if subject.carrier.as_deref() == carrier && subject.number == number =>
        {
            Ok(Sight::Journey(Places::All))
        }
        Caller::Order { order, .. } => Ok(Sight::IfOfOrder(order)),
        Caller::Merchant { scopes, .. } if scopes.hold(Scope::Read) => {
            Ok(Sight::Journey(Places::All))
        }
        Caller::Parcel { .. } | Caller::Badge(_) | Caller::Merchant { .. } | Caller::Refused(_) => {
            Err(Problem::TokenRefused)
        }
    }
}

/// Whether a caller may see an order, by its normalised id. Nobody sees one by its id alone: those
/// can be counted.
///
/// # Errors
/// As for [`may_see`].
pub fn may_see_order(caller: &Caller, id: &str) -> Result<(), Problem> {
    match caller {
        Caller::Guest => Err(Problem::TokenRequired),
        Caller::Order { order, .. } if order == id => Ok(()),
        caller if caller.may(Scope::Read) => Ok(()),
        _ => Err(Problem::TokenRefused),
    }
}

/// The back end that asks, where its token is good for that.
///
/// # Errors
/// As for [`may_see`].
pub fn merchant(caller: &Caller, scope: Scope) -> Result<&str, Problem> {
    match caller {
        Caller::Guest => Err(Problem::TokenRequired),
        Caller::Merchant { name, scopes } if scopes.hold(scope) => Ok(name),
        _ => Err(Problem::TokenRefused),
    }
}
