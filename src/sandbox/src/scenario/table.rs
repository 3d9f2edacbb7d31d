//! How stories are written down.

/// Steps as a table, one a line: the time after the start (days, hours:minutes), the top status,
/// the substatus, and what the carrier recorded: whose scan, where, its words, the date it sets
/// in brackets, and in parentheses the checkpoint's own status where it is not the top one.
/// Without a record it is what the service concludes by itself.
macro_rules! steps {
    ($($day:literal $hour:literal:$minute:literal $status:ident $($substatus:literal)?
       $(, $leg:ident $place:ident $text:literal $([$node:ident])? $(($written:ident))?)?;)*) => {
        &[$(Step {
            after: at($day, $hour, $minute),
            status: Status::$status,
            substatus: steps!(@some $($substatus)?),
            scan: steps!(@some $(Scan {
                text: $text,
                place: &place::$place,
                leg: Leg::$leg,
                status: steps!(@written $status $($written)?),
                node: steps!(@some $(Node::$node)?),
            })?),
        },)*]
    };
    (@some) => { None };
    (@some $some:expr) => { Some($some) };
    (@written $status:ident) => { Status::$status };
    (@written $status:ident $written:ident) => { Status::$written };
}

/// Minutes of days, hours and minutes.
pub(super) const fn at(days: u32, hours: u32, minutes: u32) -> u32 {
    days.saturating_mul(1440)
        .saturating_add(hours.saturating_mul(60))
        .saturating_add(minutes)
}
