using System.Buffers;
using System.IO.Pipelines;

namespace ProofSaga.Prover.ProverHosts;

/// <summary>Reads lines of bytes, and never holds more of one than its limit.</summary>
sealed class BoundedLineReader(Stream stream, int maxLineBytes)
{
    readonly PipeReader pipe = PipeReader.Create(stream);

    /// <summary>The next line without its end; <see langword="null"/> when the stream has ended.</summary>
    /// <exception cref="InvalidDataException">A line is longer than the limit.</exception>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                pipe.AdvanceTo(buffer.GetPosition(1, end));
                return line;
            }

            var length = buffer.Length;
            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (length > maxLineBytes)
                throw new InvalidDataException($"A line is longer than {maxLineBytes} bytes.");
            if (read.IsCompleted)
                return null;
        }
    }
}
