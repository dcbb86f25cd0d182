//! Files of answers as programs use them: together, damaged, in the way.

mod care;
mod damage;
mod processes;
mod random;
