//! The guide, as its pages stand in the folder `guide` of the package.

// A page names others by links that are defined at its end. What is defined first counts, so that here they
// lead to modules. A page that is not there yet is no module.
macro_rules! pages {
    ($($(#[$attribute:meta])* $name:ident $file:literal),* $(,)?) => {
        $(
            #[doc = concat!(links!(), include_str!(concat!("../guide/", $file)))]
            pub mod $name {}
        )*
    };
}

macro_rules! links {
    () => {
        "[addresses]: crate::guide::addresses\n\
         [build-systems]: crate::guide::build_systems\n\
         [comparing]: crate::guide::comparing\n\
         [configuration]: crate::guide::configuration\n\
         [continuous-integration]: crate::guide::continuous_integration\n\
         [credentials]: crate::guide::credentials\n\
         [editor]: crate::guide::editor\n\
         [getting-started]: crate::guide::getting_started\n\
         [installing]: crate::guide::installing\n\
         [other-generators]: crate::guide::other_generators\n\
         [retries]: crate::guide::retries\n\
         [rules]: crate::guide::rules\n\
         [servers]: crate::guide::servers\n\
         [streams]: crate::guide::streams\n\
         [testing]: crate::guide::testing\n\
         [types-and-names]: crate::guide::types_and_names\n\
         [uses]: crate::guide::uses\n\n"
    };
}

pages! {
    getting_started "getting-started.md",
    installing "installing.md",
    uses "uses.md",
    types_and_names "types-and-names.md",
    credentials "credentials.md",
    retries "retries.md",
    streams "streams.md",
    rules "rules.md",
    testing "testing.md",
    servers "servers.md",
    configuration "configuration.md",
    comparing "comparing.md",
    continuous_integration "continuous-integration.md",
    build_systems "build-systems.md",
    addresses "addresses.md",
    editor "editor.md",
    other_generators "other-generators.md",
}
