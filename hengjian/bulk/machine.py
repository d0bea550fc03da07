"""How a part of the kernel is compiled: only for other parts to call, so without the entry points that Python itself would need."""

from numba import njit

piece = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)
