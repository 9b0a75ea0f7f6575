package aurora.engine.embedded.llama;

import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.GgufException;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.engine.embedded.kernels.Matrix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies tensors out of a file whose header has been checked. */
record TensorReader(ModelBytes file, Gguf header, Arena arena) {
    boolean has(String name) {
        return header.tensors().containsKey(name);
    }

    private Gguf.Tensor tensor(String name) throws GgufException {
        Gguf.Tensor tensor = header.tensors().get(name);
        if (tensor == null) {
            throw new GgufException("it lacks the tensor " + name);
        }
        return tensor;
    }

    float[] vector(String name) throws IOException, GgufException {
        Gguf.Tensor tensor = tensor(name);
        MemorySegment bytes = MemorySegment.ofArray(new byte[Math.toIntExact(tensor.bytes())]);
        file.read(tensor.at(), bytes);
        return bytes.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    Matrix matrix(String name) throws IOException, GgufException {
        Gguf.Tensor tensor = tensor(name);
        return switch (tensor.kind()) {
            case F32 -> new Matrix.F32(tensor.rows(), tensor.columns(), copy(tensor));
            case F16 -> new Matrix.F16(tensor.rows(), tensor.columns(), copy(tensor));
            case Q8_0 -> takeApart(tensor);
        };
    }

    private MemorySegment copy(Gguf.Tensor tensor) throws IOException, GgufException {
        MemorySegment values = arena.allocate(tensor.bytes(), 64);
        file.read(tensor.at(), values);
        return values;
    }

    /** Blocks in the file are a half-precision scale and 32 signed bytes; row after row. */
    private Matrix takeApart(Gguf.Tensor tensor) throws IOException, GgufException {
        int columns = tensor.columns();
        int blocks = columns / Matrix.BLOCK;
        long rowBytes = (long) blocks * Gguf.Kind.Q8_0.bytes();
        long tiles = (tensor.rows() + Matrix.TILE - 1L) / Matrix.TILE;
        Matrix.Q8 matrix = new Matrix.Q8(
                tensor.rows(),
                columns,
                arena.allocate(tiles * Matrix.TILE * columns, 64),
                arena.allocate(tiles * Matrix.TILE * blocks * 4, 64));
        MemorySegment rows = MemorySegment.ofArray(new byte[Math.toIntExact(Matrix.TILE * rowBytes)]);
        for (int first = 0; first < tensor.rows(); first += Matrix.TILE) {
            int count = Math.min(Matrix.TILE, tensor.rows() - first);
            file.read(tensor.at() + first * rowBytes, rows.asSlice(0, count * rowBytes));
            for (int r = 0; r < count; r++) {
                for (int b = 0; b < blocks; b++) {
                    scatter(rows, r * rowBytes + (long) b * Gguf.Kind.Q8_0.bytes(), matrix, first + r, b);
                }
            }
        }
        return matrix;
    }

    private static void scatter(MemorySegment from, long at, Matrix.Q8 to, int row, int block) {
        int blocks = to.columns() / Matrix.BLOCK;
        long place = (long) (row / Matrix.TILE) * blocks + block;
        float scale = Float.float16ToFloat(from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
        to.scales().set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * (place * Matrix.TILE + row % Matrix.TILE), scale);
        long quant = place * Matrix.BLOCK * Matrix.TILE + row % Matrix.TILE;
        for (int i = 0; i < Matrix.BLOCK; i++) {
            to.quants()
                    .set(
                            ValueLayout.JAVA_BYTE,
                            quant + (long) i * Matrix.TILE,
                            from.get(ValueLayout.JAVA_BYTE, at + 2 + i));
        }
    }
}
