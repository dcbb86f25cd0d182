//! Whether this process may use AMX. Linux asks programs to say so, because their threads then take more room.

use std::arch::x86_64::{__cpuid_count, _xgetbv};
use std::ffi::c_long;

pub(super) fn is_granted() -> bool {
    processor_has_amx() && system_permits()
}

/// The processor has tiles and their products of 8 bit numbers, and the system knows of tiles.
fn processor_has_amx() -> bool {
    const FEATURES: u32 = 1 << 24 | 1 << 25;
    const STATE: u64 = 0b11 << 17;
    if !is_x86_feature_detected!("xsave") {
        return false;
    }
    let features = __cpuid_count(7, 0).edx;
    // SAFETY: the processor has the instruction, and `is_x86_feature_detected` says so only if the system uses it.
    features & FEATURES == FEATURES && unsafe { _xgetbv(0) } & STATE == STATE
}

fn system_permits() -> bool {
    /// `SYS_arch_prctl` of the system's `asm/unistd_64.h`.
    const ARCH_PRCTL: c_long = 158;
    /// `ARCH_REQ_XCOMP_PERM` of the system's `asm/prctl.h`.
    const REQUEST_PERMISSION: c_long = 0x1023;
    /// The number of the state that tiles are kept in.
    const TILE_DATA: c_long = 18;
    unsafe extern "C" {
        // Of the C library, which the standard library brings.
        fn syscall(number: c_long, ...) -> c_long;
    }
    // SAFETY: it changes nothing but what this process may use.
    unsafe { syscall(ARCH_PRCTL, REQUEST_PERMISSION, TILE_DATA) == 0 }
}
