namespace ProofSaga.Provider.Tests.Outages;

public enum Outage
{
    DatabaseStopped,
    DatabaseKilled,
    BrokerStopped,
    BothKilled,
}
