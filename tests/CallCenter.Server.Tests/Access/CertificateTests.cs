using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CallCenter.Client;
using CallCenter.Server.Access;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>Mutual TLS: client certificates of one authority, by the names in them.</summary>
public sealed class CertificateTests : IAsyncLifetime
{
    private static readonly DateTimeOffset LongAgo = DateTimeOffset.UnixEpoch;

    private readonly DataFolder _folder = new();
    private Certificates _served = null!;
    private LiveServer _server = null!;
    private X509Certificate2 _authority = null!;

    private string AuthorityFile => Path.Combine(_folder.Path, "clients.crt");

    public async Task InitializeAsync()
    {
        _served = Certificates.In(_folder);
        _authority = MakeAuthority("CN=Clients");
        await File.WriteAllTextAsync(AuthorityFile, _authority.ExportCertificatePem());
        var keys = Path.Combine(_folder.Path, "keys.json");
        KeysFile.Write(keys, [
            new AccessKey { Id = "pbx", Certificate = "pbx.acme.example", Tenant = "acme", Roles = ["ingest", "read"] },
            new AccessKey { Id = "old", Certificate = "old.acme.example", Tenant = "acme", Roles = ["read"], ExpiresAt = LongAgo },
        ]);
        _server = await LiveServer.StartAsync(o =>
        {
            o.Listen = "https://127.0.0.1:0";
            o.Tls = new TlsOptions { Certificate = _served.Pem, Key = _served.Key };
            o.Access = new AccessOptions { KeysFile = keys, ClientAuthority = AuthorityFile };
        });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_certificate_with_a_name_of_the_keys_file_is_accepted()
    {
        using var channel = CallCenterChannel.Open(_server.Address, Signed("pbx.acme.example", _authority));
        var ingest = new IngestService.IngestServiceClient(channel);

        await ingest.PublishAsync(new PublishRequest { Source = "pbx", Events = { Given.Queued(1) } }).ResponseAsync.InTime();
        var board = await new KpiWatcher(channel).GetSnapshotAsync(Given.Select("contacts_offered")).InTime();

        Assert.Equal(1, board.Rows[0].Values[0].Count);
    }

    [Theory]
    [InlineData("other.acme.example")]
    [InlineData("old.acme.example")]
    public async Task A_certificate_with_another_name_or_an_expired_one_is_not_accepted(string name)
        => Assert.Equal("CREDENTIAL_INVALID", (await FailureAsync(Signed(name, _authority))).Reason);

    [Fact]
    public async Task A_certificate_of_another_authority_is_not_accepted()
    {
        using var other = MakeAuthority("CN=Clients");

        Assert.Equal("CREDENTIAL_INVALID", (await FailureAsync(Signed("pbx.acme.example", other))).Reason);
    }

    [Fact]
    public async Task Without_a_certificate_a_credential_is_asked_for()
        => Assert.Equal("CREDENTIAL_MISSING", (await FailureAsync(new CallCenterCredential { AuthorityFile = _served.Pem })).Reason);

    [Fact]
    public async Task A_client_does_not_talk_to_a_server_of_another_authority()
    {
        using var channel = CallCenterChannel.Open(_server.Address, new CallCenterCredential { AuthorityFile = AuthorityFile });

        var failure = await Failures.OfAsync(new KpiService.KpiServiceClient(channel).ListKpisAsync(new ListKpisRequest()));

        Assert.Equal("", failure.Reason);
    }

    private async Task<CallCenterException> FailureAsync(CallCenterCredential credential)
    {
        using var channel = CallCenterChannel.Open(_server.Address, credential);
        var failure = await Failures.OfAsync(new KpiService.KpiServiceClient(channel).ListKpisAsync(new ListKpisRequest()));
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
        return failure;
    }

    private CallCenterCredential Signed(string name, X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        using var certificate = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(8));
        var file = Path.Combine(_folder.Path, $"{name}.pem");
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return new CallCenterCredential { AuthorityFile = _served.Pem, CertificateFile = file };
    }

    private static X509Certificate2 MakeAuthority(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
