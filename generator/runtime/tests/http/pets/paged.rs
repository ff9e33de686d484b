//! Operations whose results come in pages.

use faircopy_runtime as runtime;
use runtime::call::reply::Reply;
use runtime::call::{Call, Decode, Decoded};
use runtime::client::Client;
use runtime::page::{Paginate, Paging};
use runtime::parameter::QueryStyle;
use serde::{Deserialize, Serialize};

use super::LIST_PETS;

/// Calls whose results come in pages, each in another way.
macro_rules! paged {
    ($($name:ident: $paging:expr;)*) => {$(
        #[must_use]
        pub struct $name(Call);
        runtime::call::call!($name);
        runtime::page::pages!($name);

        impl $name {
            pub fn new(client: &Client) -> Self {
                Self(runtime::call::start(client, &LIST_PETS))
            }

            #[allow(dead_code)]
            pub fn page(mut self, page: u64) -> Self {
                self.0.query("page", QueryStyle::Form, true, &page);
                self
            }
        }

        impl Decode for $name {
            type Output = Page;
            type Error = std::convert::Infallible;

            fn decode(reply: &mut Reply) -> Decoded<Page, std::convert::Infallible> {
                match reply.status() {
                    200 => reply.json_with(|_: &Page, _, _| {}, Decoded::Success),
                    _ => Decoded::Undocumented,
                }
            }
        }

        impl Paginate for $name {
            type Item = i64;

            const PAGING: Paging = $paging;

            fn next(page: &Page) -> Option<String> {
                page.next.clone()
            }

            fn number(page: &Page) -> Option<u64> {
                page.number
            }

            fn count(page: &Page) -> usize {
                page.items.len()
            }

            fn items(page: Page) -> Vec<i64> {
                page.items
            }
        }
    )*};
}
paged! {
    ByLink: Paging::Link;
    ByUrl: Paging::Url;
    ByCursor: Paging::Cursor { parameter: "page" };
    ByOffset: Paging::Offset { parameter: "page" };
    ByNumber: Paging::Page { parameter: "page", first: 1 };
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    pub items: Vec<i64>,
    #[serde(default)]
    pub next: Option<String>,
    #[serde(default)]
    pub number: Option<u64>,
}
