namespace ProofSaga.Persistence.Secrets;

/// <summary>The process's secret key is not the one that the database was set up with.</summary>
public sealed class SecretKeyMismatchException(DateTime storedAt)
    : Exception(
        $"The secret key is not the one that this database was set up with on {storedAt:yyyy-MM-dd HH:mm} UTC. All services "
            + "that share a database share one key: give this one the file of the others by SecretKeyFile "
            + "(default: secret.key in DataDirectory). Inputs that are stored cannot be read with another key."
    );
