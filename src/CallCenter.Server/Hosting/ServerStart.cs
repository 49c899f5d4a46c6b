using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace CallCenter.Server.Hosting;

/// <summary>Starts the server; a failure says in one sentence what is wrong and what to do next.</summary>
public static class ServerStart
{
    /// <summary>Loads the store and opens the door.</summary>
    /// <exception cref="ServerStartException">The address cannot be listened on.</exception>
    /// <exception cref="Core.Storage.StoreUnavailableException">The store cannot be opened or read.</exception>
    public static async Task StartAsync(WebApplication app, CancellationToken cancellationToken = default)
    {
        var address = app.Services.GetRequiredService<ServerOptions>().Listen;
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException { InnerException: AddressInUseException } || e is SocketException)
        {
            throw new ServerStartException(Describe(address, e), e);
        }
    }

    private static string Describe(string address, Exception e) => (e.GetBaseException() as SocketException)?.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"The address {address} is in use, perhaps by another server; stop that one, or set Listen (--listen) to another port.",
        SocketError.AccessDenied =>
            $"This user may not listen on {address}; set Listen (--listen) to a port from 1024 on.",
        _ => $"The server cannot listen on {address}: {e.GetBaseException().Message.TrimEnd('.')}. "
            + "Set Listen (--listen) to another address.",
    };
}

/// <summary>The server cannot start; the message says why and what to do.</summary>
public sealed class ServerStartException(string message, Exception inner) : Exception(message, inner);
