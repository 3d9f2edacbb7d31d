//! Bodies that are sent bit by bit.

use std::time::Duration;

use futures_util::{Stream, StreamExt, stream};
use worker::worker_sys::{self, web_sys};
use worker::{Delay, Error, FixedLengthStream, Result};

use crate::fault::damage::Filler;

/// In how many pieces a body drips.
const DROPS: usize = 40;

/// A body in pieces, over so many milliseconds.
pub(crate) fn drip(body: &[u8], millis: u32) -> impl Stream<Item = Result<Vec<u8>>> + use<> {
    let size = body.len().div_ceil(DROPS).max(1);
    let pieces: Vec<Vec<u8>> = body.chunks(size).map(<[u8]>::to_vec).collect();
    let count = u64::try_from(pieces.len()).unwrap_or(1).max(1);
    let pause = u64::from(millis).checked_div(count).unwrap_or(0);
    stream::iter(pieces).then(move |piece| async move {
        Delay::from(Duration::from_millis(pause)).await;
        Ok(piece)
    })
}

/// A body that is sent, and then the connection breaks. It is announced one byte longer than it
/// is: workerd ends a body of unknown length in good order even where its stream fails.
pub(crate) fn broken(body: Vec<u8>) -> web_sys::ReadableStream {
    let length = u64::try_from(body.len()).unwrap_or(0).saturating_add(1);
    let breaks = stream::once(async {
        // so that what was sent before has left
        Delay::from(Duration::from_millis(50)).await;
        Err(Error::from("reset on demand"))
    });
    let stream = stream::iter([Ok(body)]).chain(breaks);
    let announced: worker_sys::FixedLengthStream = FixedLengthStream::wrap(stream, length).into();
    announced.readable()
}

/// A body of so many bytes, made while it is read.
pub(crate) fn huge(bytes: u32) -> impl Stream<Item = Result<Vec<u8>>> + 'static {
    stream::iter(Filler::new(bytes)).map(Ok)
}
