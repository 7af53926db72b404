namespace ProofSaga.Hosting.Messaging.ConsumerTimeouts;

/// <summary>A service's own long deliveries. Those of milliseconds need no mention.</summary>
public interface ILongestDeliveries
{
    IEnumerable<LongestDelivery> Find();
}
