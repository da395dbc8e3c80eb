# Common tasks. `just` lists them. Everything runs without just as well: see CONTRIBUTING.md.

default:
    @just --list

# Run all checks of CI that need only the Rust toolchain
check:
    .ci/run

# Run all tests
test:
    cargo test --workspace

# Rebuild the generated files
generate:
    cargo xtask generate

# Review two versions of the specification
diff OLD NEW:
    cargo xtask diff {{OLD}} {{NEW}}

# Review changed snapshots
snapshots:
    cargo insta review

# Show the guide in a browser
guide:
    mdbook serve --open docs/guide
