using System.Text;
using CallCenter.Server.Access;
using CallCenter.V1;
using Grpc.Core;
using Microsoft.IdentityModel.Tokens;

namespace CallCenter.Server.Tests;

/// <summary>Bearer tokens of an OpenID Connect issuer.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private static readonly SymmetricSecurityKey Shared = new(Encoding.UTF8.GetBytes("a text that everybody could know, long enough"));

    // What is wrong with a token that the issuer, or somebody else, could make.
    private static readonly Dictionary<string, Func<Issuer, string>> Bad = new()
    {
        ["of another audience"] = issuer => issuer.Token("acme", "read", token => token.Audience = "shop"),
        ["of another issuer"] = issuer => issuer.Token("acme", "read", token => token.Issuer = "https://login.example"),
        ["expired"] = issuer => issuer.Token("acme", "read", token => token.Expires = DateTime.UtcNow.AddMinutes(-2)),
        ["without an end"] = issuer => issuer.Token("acme", "read", token => token.Expires = null),
        ["not yet valid"] = issuer => issuer.Token("acme", "read", token => token.NotBefore = DateTime.UtcNow.AddMinutes(2)),
        ["signed with a shared text"] = issuer => issuer.Token(
            "acme", "read", token => token.SigningCredentials = new SigningCredentials(Shared, SecurityAlgorithms.HmacSha256)),
        ["not signed"] = issuer => issuer.Token("acme", "read", token => token.SigningCredentials = null),
        ["without a tenant"] = issuer => issuer.Token("", "read"),
        ["of a tenant with a forbidden name"] = issuer => issuer.Token("acme\u001fglobex", "read"),
        ["with a misspelt filter"] = issuer => issuer.Token("acme", new[] { "read", "read:quue=sales" }),
    };

    private Issuer _issuer = null!;
    private GuardedServer _server = null!;

    public static TheoryData<string> Names => [.. Bad.Keys];

    public async Task InitializeAsync()
    {
        _issuer = await Issuer.StartAsync();
        _server = await GuardedServer.StartAsync(
            o => o.Access = o.Access with { Tokens = new TokenOptions { Issuer = _issuer.Address } });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Tenant_and_roles_come_from_the_claims_of_a_token()
    {
        var adapter = _server.Client(_issuer.Token("acme", new[] { "ingest:pbx", "offline_access" }));
        await adapter.PublishAsync("pbx", Given.Queued("v1", "sales"), Given.Queued("v2", "help"));

        Assert.Equal(2, await OfferedAsync(_issuer.Token("acme", "openid read")));
        Assert.Equal(1, await OfferedAsync(_issuer.Token("acme", new[] { "read:queue=help" })));
        Assert.Equal(0, await OfferedAsync(_issuer.Token("globex", "admin")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_token_is_not_accepted_when_it_is(string name)
        => Failures.AssertIs(await FailureAsync(Bad[name](_issuer)), StatusCode.Unauthenticated, "CREDENTIAL_INVALID");

    [Fact]
    public async Task A_token_without_a_role_of_this_server_may_do_nothing()
        => Failures.AssertIs(
            await FailureAsync(_issuer.Token("acme", "offline_access")), StatusCode.PermissionDenied, "ROLE_MISSING", ("role", "read"));

    [Fact]
    public async Task While_the_issuer_is_away_clients_are_told_to_try_again()
    {
        var token = _issuer.Token("acme", "read");
        await _issuer.DisposeAsync();

        var failure = await FailureAsync(token);

        Failures.AssertIs(failure, StatusCode.Unavailable, "ISSUER_UNAVAILABLE");
        Assert.True(failure.Retryable);
    }

    [Fact]
    public async Task Keys_are_accepted_beside_tokens()
        => Assert.Equal(0, await OfferedAsync(await _server.AddKeyAsync("acme", "read")));

    private Task<Client.CallCenterException> FailureAsync(string token) => Failures.OfAsync(
        _server.Client(token).Kpis.GetSnapshotAsync(new GetSnapshotRequest { Selector = Given.Select("contacts_offered") }));

    private async Task<long> OfferedAsync(string token)
        => (await _server.Client(token).BoardAsync(Given.Select("contacts_offered"))).Rows[0].Values[0].Count;
}
