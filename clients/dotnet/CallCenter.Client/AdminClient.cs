using CallCenter.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Client;

/// <summary>Changes what a server holds of a tenant; needs the role admin. Safe for several callers at once.</summary>
public sealed class AdminClient : IDisposable
{
    private readonly AdminService.AdminServiceClient _client;
    private readonly GrpcChannel? _ownChannel;

    /// <summary>Makes a client with a channel of its own.</summary>
    /// <param name="address">Where the server listens, such as "http://127.0.0.1:50051".</param>
    /// <param name="credential">What the server asks for; null when it asks for nothing.</param>
    public AdminClient(string address, CallCenterCredential? credential = null)
    {
        _ownChannel = CallCenterChannel.Open(address, credential);
        _client = new AdminService.AdminServiceClient(_ownChannel);
    }

    /// <summary>Makes a client with a channel of the caller, who disposes it after the client.</summary>
    /// <param name="channel">The channel.</param>
    public AdminClient(ChannelBase channel) => _client = new AdminService.AdminServiceClient(channel);

    /// <summary>Erases the id of a contact, durably when this returns. Counts stay as they are.</summary>
    /// <param name="contactId">The id as adapters send it, 1 to 128 bytes.</param>
    /// <param name="dryRun">Count what would be erased, and erase nothing.</param>
    /// <param name="token">Ends the call; a part may be erased then.</param>
    /// <returns>What was erased, and where the id is left: see <see cref="ForgetContactResponse.ElsewhereSources"/>.</returns>
    /// <exception cref="CallCenterException">The call failed. A part may be erased; ask again.</exception>
    public Task<ForgetContactResponse> ForgetContactAsync(string contactId, bool dryRun = false, CancellationToken token = default)
    {
        var request = new ForgetContactRequest { ContactId = contactId, DryRun = dryRun };
        return UnaryAnswer.ReadAsync(_client.ForgetContactAsync(request, cancellationToken: token), token);
    }

    /// <summary>Closes the client's own channel, if it has one.</summary>
    public void Dispose() => _ownChannel?.Dispose();
}
