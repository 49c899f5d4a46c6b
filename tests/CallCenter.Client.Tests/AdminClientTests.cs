using CallCenter.ScriptedServer;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Client.Tests;

public sealed class AdminClientTests : IAsyncLifetime
{
    private ScriptedPeer _server = null!;
    private AdminClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedPeer.StartAsync();
        _client = new AdminClient(_server.Address);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_contact_is_forgotten_or_only_looked_for(bool dryRun)
    {
        ForgetContactRequest? asked = null;
        _server.Admin.Forget = request =>
        {
            asked = request;
            return new ForgetContactResponse { VisitCount = 2, ElsewhereSources = { "pbx" } };
        };

        ForgetContactResponse answer = await _client.ForgetContactAsync("+44 20 7946 0000", dryRun).InTime();

        Assert.Equal(new ForgetContactRequest { ContactId = "+44 20 7946 0000", DryRun = dryRun }, asked);
        Assert.Equal(new ForgetContactResponse { VisitCount = 2, ElsewhereSources = { "pbx" } }, answer);
    }

    [Fact]
    public async Task A_refusal_has_its_reason()
    {
        _server.Admin.Forget = _ => throw Refusal.Of(StatusCode.PermissionDenied, ErrorReason.RoleMissing, "It needs the role admin.");

        var refused = await Assert.ThrowsAsync<CallCenterException>(() => _client.ForgetContactAsync("c").InTime());

        Assert.Equal(("ROLE_MISSING", StatusCode.PermissionDenied), (refused.Reason, refused.StatusCode));
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
        => await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _client.ForgetContactAsync("c", token: new CancellationToken(canceled: true)).InTime());
}
