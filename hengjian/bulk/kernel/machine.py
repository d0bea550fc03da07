"""How a part of the kernel is compiled: only for other parts to call, and with bare pointers in place of arrays.

A pointer is one word where an array is seven, and the parts call one another all the time. Nothing here checks bounds: the table and the
columns are made by this room alone, and whoever calls the kernel keeps the arrays alive while it runs.
"""

from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

BARE: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}
piece = njit(**BARE)


def to_pointer(kind: Any) -> Any:
    """An intrinsic that reads an address as a pointer to numbers of this kind."""

    @intrinsic
    def pointer(_typing: Any, _address: Any) -> Any:
        def write(context: Any, builder: ir.IRBuilder, signature: Any, args: Any) -> Any:
            return builder.inttoptr(args[0], context.get_value_type(signature.return_type))

        signature: Any = types.CPointer(kind)(types.intp)
        return signature, write

    return pointer


words_at = to_pointer(types.int64)
bytes_at = to_pointer(types.uint8)
shorts_at = to_pointer(types.int16)
ints_at = to_pointer(types.int32)
small_at = to_pointer(types.int8)
