using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MassTransit;

/// <summary>Maps the inbox and outbox tables: the official package's tables, plus columns and indexes for the delivery (<c>DeliverAfter</c>, …), which it ignores.</summary>
public static class OutboxModelBuilderExtensions
{
    const int AddressLength = 256;

    // the rows whose messages wait: a few of those in the table
    const string NotDelivered = "\"Delivered\" IS NULL AND \"Consumed\" IS NOT NULL";

    // all but a handful of rows have none: they stay out of the index
    const string OnlySetAside = "\"SetAsideSequenceNumber\" IS NOT NULL";

    // SQLite forgets the kind, and Npgsql accepts only UTC
    static readonly ValueConverter<DateTime, DateTime> Utc = new(
        time => time,
        time => DateTime.SpecifyKind(time, DateTimeKind.Utc)
    );

    static readonly ValueConverter<Uri?, string> Address = new(uri => uri!.OriginalString, text => ReadAddress(text));

    /// <summary>Adds all three tables, <c>InboxState</c>, <c>OutboxState</c> and <c>OutboxMessage</c>.</summary>
    public static void AddTransactionalOutboxEntities(
        this ModelBuilder modelBuilder,
        Action<EntityTypeBuilder>? callback = null
    )
    {
        modelBuilder.AddInboxStateEntity(callback);
        modelBuilder.AddOutboxStateEntity(callback);
        modelBuilder.AddOutboxMessageEntity(callback);
    }

    public static void AddInboxStateEntity(
        this ModelBuilder modelBuilder,
        Action<EntityTypeBuilder<InboxState>>? callback = null
    )
    {
        var inbox = modelBuilder.Entity<InboxState>();
        // named here, else a DbSet property would name them
        inbox.ToTable(nameof(InboxState));
        inbox.HasKey(state => state.Id);
        inbox.HasAlternateKey(state => new { state.MessageId, state.ConsumerId });
        inbox.HasIndex(state => state.Delivered);
        inbox.HasIndex(state => new { state.DeliverAfter, state.Consumed }).HasFilter(NotDelivered);
        inbox.Property(state => state.Received).HasConversion(Utc);
        inbox.Property(state => state.ExpirationTime).HasConversion(Utc);
        inbox.Property(state => state.Consumed).HasConversion(Utc);
        inbox.Property(state => state.Delivered).HasConversion(Utc);
        inbox.Property(state => state.DeliverAfter).HasConversion(Utc);
        inbox.Property(state => state.DeliveryAttempts).HasDefaultValue(0);
        inbox.Property(state => state.SetAside).HasConversion(Utc);
        inbox.HasIndex(state => state.SetAsideSequenceNumber).HasFilter(OnlySetAside);
        callback?.Invoke(inbox);
    }

    public static void AddOutboxStateEntity(
        this ModelBuilder modelBuilder,
        Action<EntityTypeBuilder<OutboxState>>? callback = null
    )
    {
        var outbox = modelBuilder.Entity<OutboxState>();
        outbox.ToTable(nameof(OutboxState));
        outbox.HasKey(state => state.OutboxId);
        outbox.HasIndex(state => state.Created);
        outbox.HasIndex(state => new { state.DeliverAfter, state.Created });
        outbox.Property(state => state.OutboxId).ValueGeneratedNever();
        outbox.Property(state => state.Created).HasConversion(Utc);
        outbox.Property(state => state.Delivered).HasConversion(Utc);
        outbox.Property(state => state.DeliverAfter).HasConversion(Utc);
        outbox.Property(state => state.DeliveryAttempts).HasDefaultValue(0);
        outbox.Property(state => state.SetAside).HasConversion(Utc);
        outbox.HasIndex(state => state.SetAsideSequenceNumber).HasFilter(OnlySetAside);
        callback?.Invoke(outbox);
    }

    public static void AddOutboxMessageEntity(
        this ModelBuilder modelBuilder,
        Action<EntityTypeBuilder<OutboxMessage>>? callback = null
    )
    {
        var message = modelBuilder.Entity<OutboxMessage>();
        message.ToTable(nameof(OutboxMessage));
        message.HasKey(row => row.SequenceNumber);
        message.HasIndex(row => row.EnqueueTime);
        message.HasIndex(row => row.ExpirationTime);
        message
            .HasIndex(row => new
            {
                row.InboxMessageId,
                row.InboxConsumerId,
                row.SequenceNumber,
            })
            .IsUnique();
        message.HasIndex(row => new { row.OutboxId, row.SequenceNumber }).IsUnique();
        message.Property(row => row.EnqueueTime).HasConversion(Utc);
        message.Property(row => row.SentTime).HasConversion(Utc);
        message.Property(row => row.ExpirationTime).HasConversion(Utc);
        message.Property(row => row.ContentType).HasMaxLength(256);
        message.Property(row => row.SourceAddress).HasMaxLength(AddressLength).HasConversion(Address);
        message.Property(row => row.DestinationAddress).HasMaxLength(AddressLength).HasConversion(Address);
        message.Property(row => row.ResponseAddress).HasMaxLength(AddressLength).HasConversion(Address);
        message.Property(row => row.FaultAddress).HasMaxLength(AddressLength).HasConversion(Address);
        callback?.Invoke(message);
    }

    /// <summary>
    /// An address that is none must not keep the rows around it from being read: it is read as a relative one, which nothing can be sent to, so that its
    /// outbox is set aside.
    /// </summary>
    static Uri ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var address)
            ? address
            : new Uri(Uri.EscapeDataString(text), UriKind.Relative);
}
