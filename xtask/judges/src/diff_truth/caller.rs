//! A program that uses all that the crate of `shop.yaml` offers.

use std::collections::HashSet;
use std::hash::Hash;

use shop::operations::{items, orders};
use shop::{
    Ball, Client, Error, Item, Kind, NewItem, NewItemPlace, Patch, Problem, Response, Shape, Sku,
};

fn equal<T: Eq + Hash + Clone>() {}
fn alike<T: PartialEq + Clone + std::fmt::Debug>() {}
fn nothing<T: Default>() {}

fn bounds() {
    alike::<Item>();
    equal::<NewItem>();
    equal::<NewItemPlace>();
    equal::<Kind>();
    equal::<Problem>();
    equal::<Sku>();
    equal::<Ball>();
    equal::<shop::Crate>();
    equal::<Shape>();
    nothing::<Problem>();
    nothing::<NewItemPlace>();
    let _: HashSet<NewItem> = HashSet::new();
}

fn sent() -> Option<NewItem> {
    let place: NewItemPlace = NewItemPlace::builder().x(1_i64).build().ok()?;
    let mut item = NewItem::builder()
        .name("chair")
        .count(2_i64)
        .note("blue")
        .place(place)
        .build()
        .ok()?;
    let _ = NewItem::builder().note_null().build();
    let _: &String = &item.name;
    let _: &Option<i64> = &item.count;
    let _: &Patch<String> = &item.note;
    let _: &Option<NewItemPlace> = &item.place;
    item.count = Some(3);
    Some(item)
}

fn received(item: Item) -> f64 {
    let _: String = item.id;
    let _: Option<i64> = item.count;
    let _: Option<Vec<String>> = item.tags;
    match item.kind {
        Kind::Big => {}
        Kind::Small => {}
        other => println!("{}", other.as_str()),
    }
    let _ = Item::builder()
        .id("1")
        .kind(Kind::Big)
        .count(1)
        .price(0.5)
        .price_null()
        .tags(vec!["a".to_owned()])
        .build();
    match item.price {
        Patch::Value(price) => price,
        _ => 0.0,
    }
}

fn shape(shape: Shape) -> i64 {
    let sku = Sku::new("A").map(Sku::into_inner);
    println!("{sku:?}");
    match shape {
        Shape::Crate(it) => {
            let _: Option<Sku> = it.sku;
            it.side
        }
        Shape::Ball(ball) => ball.radius,
        _ => 0,
    }
}

async fn calls(client: Client) {
    let call: items::GetItem = client.get_item("1", &Kind::Big).limit(3_i64);
    let got: Result<Response<Item>, Error<items::GetItemError>> = call.await;
    match got {
        Ok(got) => {
            let headers = items::GetItemHeaders::from(got.headers());
            let _: Result<Option<i64>, _> = headers.x_rate();
            println!("{}", received(got.into_body()));
        }
        Err(Error::Api { body, .. }) => match *body {
            items::GetItemError::NotFound(problem) => {
                let _: Option<i64> = problem.code;
            }
            _ => {}
        },
        Err(_) => {}
    }
    if let Some(item) = sent() {
        let call: items::AddItem = client.add_item(&item);
        let added: Result<Response<Item>, Error<std::convert::Infallible>> = call.await;
        println!("{}", added.is_ok());
    }
    let call: orders::ListOrders = client.list_orders();
    let listed: Result<Response<Vec<Shape>>, _> = call.await;
    if let Ok(listed) = listed {
        for one in listed.into_body() {
            println!("{}", shape(one));
        }
    }
}

fn main() {
    bounds();
    println!("{}", Problem::builder().code(1).build().is_ok());
    if let Ok(client) = Client::builder().build() {
        drop(calls(client));
    }
}
