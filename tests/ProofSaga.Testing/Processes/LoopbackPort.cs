using System.Net;
using System.Net.Sockets;

namespace ProofSaga.Testing.Processes;

/// <summary>TCP ports for servers that tests start.</summary>
public static class LoopbackPort
{
    /// <summary>A port of 127.0.0.1 that was free a moment ago; somebody else may take it first, so be ready to ask again.</summary>
    public static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
