//! The types of `pets.yaml`, which the build script writes.

include!(concat!(env!("OUT_DIR"), "/src/modules.rs"));

pub use generated::types::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pet_is_judged_as_the_document_says() {
        assert!(Pet::builder().name("Rex").age(3).build().is_ok());
        let violations = Pet::builder().name("").age(-1).build().unwrap_err();
        assert_eq!(violations.iter().count(), 2);
    }
}
