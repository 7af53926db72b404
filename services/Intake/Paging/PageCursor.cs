using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace ProofSaga.Intake.Paging;

/// <summary>The last entry of a page: the next page begins after it. Newest first.</summary>
/// <param name="At">The time by which the list is ordered, UTC.</param>
sealed record PageCursor(DateTime At, Guid Id)
{
    const int Length = sizeof(long) + 16;

    /// <param name="text">What <see cref="ToString"/> made.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PageCursor? cursor)
    {
        cursor = null;
        var bytes = new byte[Length];
        if (
            !Base64Url.IsValid(text, out var length)
            || length != Length
            || Base64Url.DecodeFromChars(text, bytes) != Length
        )
        {
            return false;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            return false;

        cursor = new(new DateTime(ticks, DateTimeKind.Utc), new Guid(bytes.AsSpan(sizeof(long)), bigEndian: true));
        return true;
    }

    public override string ToString()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At.Ticks);
        Id.TryWriteBytes(bytes.AsSpan(sizeof(long)), bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }
}
