//! `GET /trackings/get`, also as POST.

use serde::Serialize;

use super::{Call, Refusal};
use crate::answer::{self, Answer};
use crate::code::Code;
use crate::filter::Filter;
use crate::parcel::Parcel;
use crate::scenario;
use crate::store::Page;
use crate::switches::Total;
use crate::wire::{self, Form, Item};

/// A text, as Tracktry sends it (grade B), unless another way is chosen.
#[derive(Serialize)]
#[serde(untagged)]
enum Count {
    Text(String),
    Number(u64),
}

#[derive(Serialize)]
struct Data<'a> {
    page: u32,
    limit: u32,
    total: Count,
    count: usize,
    items: Vec<Item<'a>>,
}

/// One page of what has been posted. Special numbers asked for by name come after it, under the
/// carrier of their story, unless they have been posted.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, Refusal> {
    let filter = Filter::parse(call.query, call.body()?, &call.rules)?;
    let Page { total, mut parcels } = call.store.list(&filter, call.switches.order)?;
    let unposted = unposted(call, &filter)?;
    let count = u64::try_from(unposted.len()).unwrap_or(0);
    let skip = usize::try_from(filter.offset().saturating_sub(total)).unwrap_or(usize::MAX);
    let limit = usize::try_from(filter.limit).unwrap_or(usize::MAX);
    let room = limit.saturating_sub(parcels.len());
    parcels.extend(unposted.into_iter().skip(skip).take(room));
    if parcels.is_empty() {
        return Err(Code::Empty.into());
    }
    let total = total.saturating_add(count);
    let items: Vec<Item<'_>> = parcels
        .iter()
        .map(|parcel| wire::item(parcel, Form::List, call.now))
        .collect();
    Ok(answer::with(
        Code::Success,
        &Data {
            page: filter.page,
            limit: filter.limit,
            total: match call.switches.total {
                Total::Text => Count::Text(total.to_string()),
                Total::Number => Count::Number(total),
            },
            count: items.len(),
            items,
        },
    ))
}

fn unposted(call: &Call<'_>, filter: &Filter) -> Result<Vec<Parcel>, Refusal> {
    let mut special: Vec<_> = filter
        .numbers
        .iter()
        .flatten()
        .filter_map(|number| scenario::special(&number.key).map(|story| (number, story)))
        .collect();
    if special.is_empty() {
        return Ok(Vec::new());
    }
    let mut seen: Vec<&str> = Vec::new();
    special.retain(|(number, _)| {
        let new = !seen.contains(&number.key.as_str());
        seen.push(&number.key);
        new
    });
    let posted = call.store.posted(&seen)?;
    Ok(special
        .into_iter()
        .filter(|(number, _)| !posted.contains(&number.key))
        .map(|(number, story)| {
            Parcel::unposted(
                number.shown.clone(),
                story.carrier.to_owned(),
                story,
                call.now,
            )
        })
        .filter(|parcel| filter.takes(parcel, call.now))
        .collect())
}
