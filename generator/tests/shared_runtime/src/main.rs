//! One hook, one transport and one type of secret for the clients of two documents.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pets::testing::{Answer, Fake};
use pets::{Attempt, Hook, Outcome};

#[derive(Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl Hook for Count {
    fn after(&self, _: &Attempt, _: &Outcome<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::new();
    let pet = pets::Pet::builder()
        .name("tom")
        .password("hunter2")
        .build()?;
    fake.answer("getPet", Answer::json(200, &pet));
    fake.answer("logIn", Answer::new(204));
    let count = Count::default();

    let pets = pets::Client::builder()
        .transport(fake.clone())
        .hook(count.clone())
        .build()?;
    let shops: shops::ClientBuilder = shops::Client::builder();
    let shops = shops.transport(fake).hook(count.clone()).build()?;

    let id = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse()?;
    let pet = pets.get_pet(id).send_blocking()?;
    let password: shops::Secret = pet.password.clone();
    let login = shops::Login::builder().password(password).build()?;
    shops.log_in(&login).send_blocking()?;
    println!(
        "{} attempts, {:?}",
        count.0.load(Ordering::Relaxed),
        pets.api().name
    );
    Ok(())
}
