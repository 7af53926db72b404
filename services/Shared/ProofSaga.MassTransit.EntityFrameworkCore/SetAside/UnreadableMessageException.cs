namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A row of OutboxMessage that no message can be made of: its text says which part of it, and quotes nothing.</summary>
sealed class UnreadableMessageException(string message, Exception? cause = null) : Exception(message, cause);
