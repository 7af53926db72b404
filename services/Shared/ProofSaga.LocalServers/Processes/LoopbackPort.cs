using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ProofSaga.LocalServers.Processes;

/// <summary>TCP ports of 127.0.0.1 for servers that we start.</summary>
public static class LoopbackPort
{
    const int FirstUnprivileged = 10_000;
    const int FirstEphemeral = 32_768;

    /// <summary>A port of 127.0.0.1 that was free a moment ago; somebody else may take it first, so be ready to ask again.</summary>
    public static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>
    /// Such a port for a server that is stopped and started again. The kernel gives it to no outgoing connection meanwhile
    /// (Linux takes those from 32768 upwards, ip(7)), nor does a client that tries again and again connect to itself.
    /// </summary>
    public static int FindFreeForRestarts()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(FirstUnprivileged, FirstEphemeral);
            if (IsFree(port))
                return port;
        }
    }

    /// <summary>Could a server listen on the port now?</summary>
    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
