//! A call whose results come in pages into a stream of pages, or of the items on them.

pub mod link;

use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::call::finish::{Apart, Finishing};
use crate::call::reply::Reply;
use crate::call::response::Response;
use crate::call::{Call, Decode, Parts};
use crate::error::Error;
use crate::page::link::{next_link, target};
use crate::parameter::encode;
use crate::platform::{BoxError, BoxFuture};
use crate::send;
use crate::send::request::{base_of, expand};

/// How an operation says where its next page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// By a header `Link` with `rel="next"`.
    Link,
    /// By a URL on the page, which [`Paginate::next`] gives.
    Url,
    /// By a cursor on the page, which [`Paginate::next`] gives and which goes into this query parameter.
    Cursor { parameter: &'static str },
    /// By how many items there were so far, which goes into this query parameter.
    Offset { parameter: &'static str },
    /// By a number that goes into this query parameter; `first` is that of the first page.
    Page { parameter: &'static str, first: u64 },
}

/// A call whose results come in pages.
pub trait Paginate: Decode {
    /// What is on a page.
    type Item;

    const PAGING: Paging;

    /// The cursor or URL of the page after this one, for [`Paging::Cursor`] and [`Paging::Url`].
    fn next(page: &Self::Output) -> Option<String> {
        let _ = page;
        None
    }

    /// The number that the page says it has, for [`Paging::Page`]. It counts for more than what is known of
    /// the first page beforehand, since some servers begin at 0 and some at 1.
    fn number(page: &Self::Output) -> Option<u64> {
        let _ = page;
        None
    }

    /// Whether the page says that it is the last one. If it doesn't say, the last one is that without items.
    fn is_last(page: &Self::Output) -> bool {
        let _ = page;
        false
    }

    /// How many items are on a page.
    fn count(page: &Self::Output) -> usize;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// The pages of a call's results, each fetched when it is asked for. It ends after the first error.
pub struct Pages<D: Decode> {
    pager: Pager,
    /// A page that is here and not decoded yet.
    decoding: Option<Apart<D>>,
}

impl<D: Decode> Unpin for Pages<D> {}

impl<D: Paginate> Pages<D> {
    pub fn new(call: Call) -> Self {
        Self {
            pager: Pager::new(call.into_parts()),
            decoding: None,
        }
    }

    /// The next page, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Response<D::Output>, Error<D::Error>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The items of all pages.
    pub fn items(self) -> Items<D> {
        Items {
            pages: self,
            items: VecDeque::new(),
        }
    }
}

impl<D: Paginate> Stream for Pages<D> {
    type Item = Result<Response<D::Output>, Error<D::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut done = None;
        if self.decoding.is_none() {
            let Some(reply) = std::task::ready!(self.pager.poll_reply(context)) else {
                return Poll::Ready(None);
            };
            if let Ok(reply) = &reply {
                self.pager.see(D::PAGING, reply);
            }
            match Finishing::begin(reply) {
                Finishing::Done(page) => done = Some(page),
                Finishing::Apart(apart) => self.decoding = Some(apart),
            }
        }
        let page = match (done, &mut self.decoding) {
            (Some(page), _) => page,
            (None, Some(apart)) => std::task::ready!(apart.poll(context)),
            (None, None) => return Poll::Ready(None),
        };
        self.decoding = None;
        match &page {
            Ok(page) => {
                let found = Found {
                    next: D::next(page),
                    number: D::number(page),
                    is_last: D::is_last(page),
                    count: D::count(page),
                };
                self.pager.turn(D::PAGING, found);
            }
            Err(_) => self.pager.call = None,
        }
        Poll::Ready(Some(page))
    }
}

impl<D: Decode> fmt::Debug for Pages<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of all pages of a call's results. It ends after the first error.
pub struct Items<D: Paginate> {
    pages: Pages<D>,
    items: VecDeque<D::Item>,
}

impl<D: Paginate> Unpin for Items<D> {}

impl<D: Paginate> Items<D> {
    /// The next item, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<D::Item, Error<D::Error>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<D: Paginate> Stream for Items<D> {
    type Item = Result<D::Item, Error<D::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::task::ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items.extend(D::items(page.into_body())),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<D: Paginate> fmt::Debug for Items<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// What a page says of the next.
struct Found {
    next: Option<String>,
    number: Option<u64>,
    is_last: bool,
    count: usize,
}

/// Where the pages come from: all that does not depend on their type.
struct Pager {
    /// The call for the next page; none after the last.
    call: Option<Box<Parts>>,
    sending: Option<BoxFuture<'static, Result<Box<Reply>, Error>>>,
    /// The next pages so far, none of which may come again.
    seen: BTreeSet<String>,
    /// The last page as it came, if a server that ignores the parameter would give it again.
    last: bytes::Bytes,
    link: Option<String>,
    repeated: bool,
    /// Of the page that is being fetched: items before it, or its number.
    position: Option<u64>,
    failure: Option<Error>,
}

impl Pager {
    fn new(mut call: Box<Parts>) -> Self {
        Self {
            failure: call.failure.take(),
            call: Some(call),
            sending: None,
            seen: BTreeSet::new(),
            last: bytes::Bytes::new(),
            link: None,
            repeated: false,
            position: None,
        }
    }

    fn poll_reply(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Box<Reply>, Error>>> {
        if let Some(failure) = self.failure.take() {
            self.call = None;
            return Poll::Ready(Some(Err(failure)));
        }
        let sending = match (&mut self.sending, &self.call) {
            (Some(sending), _) => sending,
            (None, None) => return Poll::Ready(None),
            (None, Some(call)) => {
                let Some(call) = call.again() else {
                    let operation = call.operation.id;
                    self.call = None;
                    let source =
                        "the request's body is a stream, which can be sent for one page only"
                            .into();
                    return Poll::Ready(Some(Err(Error::Page { operation, source })));
                };
                self.sending.insert(Box::pin(send::send(call)))
            }
        };
        let reply = std::task::ready!(sending.as_mut().poll(context));
        self.sending = None;
        if reply.is_err() {
            self.call = None;
        }
        Poll::Ready(Some(reply))
    }

    /// Notes what of a reply is gone once it is decoded.
    fn see(&mut self, paging: Paging, reply: &Reply) {
        match paging {
            Paging::Link => self.link = next_link(&reply.headers),
            Paging::Offset { .. } | Paging::Page { .. } => {
                self.repeated = !self.last.is_empty() && self.last == reply.raw;
                self.last = reply.raw.clone();
            }
            Paging::Url | Paging::Cursor { .. } => {}
        }
    }

    /// Makes the call for the next page out of that for this one.
    fn turn(&mut self, paging: Paging, found: Found) {
        // Taken, so that a page that does not say where the next one is, is the last.
        let Some(mut call) = self.call.take() else {
            return;
        };
        match self.next(&mut call, paging, found) {
            Ok(true) => self.call = Some(call),
            Ok(false) => {}
            Err(source) => {
                self.failure = Some(Error::Page {
                    operation: call.operation.id,
                    source,
                });
            }
        }
    }

    /// Whether there is a next page, which the call is then for.
    fn next(&mut self, call: &mut Parts, paging: Paging, found: Found) -> Result<bool, BoxError> {
        if found.is_last {
            return Ok(false);
        }
        match paging {
            Paging::Link | Paging::Url => {
                let link = if paging == Paging::Link {
                    self.link.take()
                } else {
                    found.next
                };
                let Some(link) = link.filter(|link| !link.is_empty()) else {
                    return Ok(false);
                };
                let base = base_of(&call.client, call.operation, call.options.server.clone())?;
                let page = match &call.options.target {
                    Some((path, _)) => path.clone(),
                    None => {
                        let mut page = base.path().to_owned();
                        expand(call.operation.path, &call.path, &mut page)?;
                        page
                    }
                };
                let target = target(&base, &page, &link)?;
                self.first_time(link)?;
                call.options.target = Some(target);
            }
            Paging::Cursor { parameter } => {
                let Some(cursor) = found.next.filter(|cursor| !cursor.is_empty()) else {
                    return Ok(false);
                };
                call.replace_query(
                    parameter,
                    format!("{}={}", encode(parameter), encode(&cursor)),
                );
                self.first_time(cursor)?;
            }
            Paging::Offset { parameter } => {
                let before = self
                    .position
                    .or_else(|| call.query_number(parameter))
                    .unwrap_or(0);
                return self.count_on(call, parameter, before + found.count as u64, found.count);
            }
            Paging::Page { parameter, first } => {
                // What was asked for is what the parameter counts; the page's own number may count from elsewhere.
                let number = self
                    .position
                    .or_else(|| call.query_number(parameter))
                    .or(found.number)
                    .unwrap_or(first);
                return self.count_on(call, parameter, number + 1, found.count);
            }
        }
        Ok(true)
    }

    fn count_on(
        &mut self,
        call: &mut Parts,
        parameter: &'static str,
        position: u64,
        count: usize,
    ) -> Result<bool, BoxError> {
        if count == 0 {
            return Ok(false);
        }
        if self.repeated {
            return Err(
                format!("the same page came twice: does the server know `{parameter}`?").into(),
            );
        }
        self.position = Some(position);
        call.replace_query(parameter, format!("{}={position}", encode(parameter)));
        Ok(true)
    }

    fn first_time(&mut self, next: String) -> Result<(), BoxError> {
        match self.seen.insert(next) {
            true => Ok(()),
            false => {
                Err("the server names a page that was there before, so this would never end".into())
            }
        }
    }
}

/// Gives a call's type whose results come in pages, `struct ListPets(Call)`, a stream of pages and one of items.
///
/// `runtime` must be in scope where it is used.
#[doc(hidden)]
#[macro_export]
macro_rules! __pages {
    ($name:ident) => {
        impl $name {
            /// All pages, each fetched when it is asked for.
            #[inline]
            pub fn pages(self) -> runtime::page::Pages<Self> {
                runtime::page::Pages::new(self.0)
            }

            /// The items of all pages.
            #[inline]
            pub fn items(self) -> runtime::page::Items<Self> {
                self.pages().items()
            }
        }
    };
}
#[doc(hidden)]
pub use __pages as pages;
