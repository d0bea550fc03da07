"""How a part of the kernel is compiled: only for other parts to call, and with bare pointers in place of arrays.

A pointer is one word where an array is seven, and the parts call one another all the time. Nothing here checks bounds: the table and the
columns are made by this room alone, and whoever calls the kernel keeps the arrays alive while it runs.
"""

from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.extending import intrinsic


class NoEngine:
    """In place of the engine for a part that never runs by itself."""

    def set_env(self, _name: str, _environment: Any) -> None:
        """A part neither raises nor calls Python."""


class Part(JITCodeLibrary):
    """The code of a part as it was written down. It is optimised and made into machine code once, inside the whole that calls it:
    numba would do both again on every floor of calls, which takes three times as long."""

    codegen = NoEngine()

    def get_pointer_to_function(self, _name: str) -> int:
        self._ensure_finalized()
        return 0

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


class PartCompiler(Compiler):
    """numba's own compiler; what comes out is a `Part`."""

    def compile_extra(self, func: Any) -> Any:
        self.state.library = Part(self.state.targetctx.codegen(), func.__qualname__)
        return super().compile_extra(func)


ALONE: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False, "no_rewrites": True, "error_model": "numpy"}
piece = njit(pipeline_class=PartCompiler, **ALONE)


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
