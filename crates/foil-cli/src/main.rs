//! The program `counterfoil`.
fn main() {}
