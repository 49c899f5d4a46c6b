using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CallCenter.Storage.Embedded;

namespace CallCenter.Cli.Tests;

/// <summary>ccg doctor names what would keep a server from starting, or make it unsafe.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ccg-doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sound_settings_are_all_ok_and_nothing_is_written()
    {
        Ended ended = await DoctorAsync();

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.All(ended.Out.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_port_in_use_is_a_problem()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        await AssertFindsAsync(1, $"PROBLEM  http://{other.LocalEndpoint} is in use", "--listen", $"http://{other.LocalEndpoint}");
    }

    [Fact]
    public async Task A_data_folder_in_use_is_a_problem()
    {
        await using var running = new EmbeddedMetricStore(
            new EmbeddedStoreOptions { Directory = Path.Combine(_folder, "data") }, TimeProvider.System);

        await AssertFindsAsync(1, $"PROBLEM  The data folder '{Path.Combine(_folder, "data")}' is in use by a server that runs");
    }

    [Fact]
    public async Task A_Redis_that_cannot_be_reached_is_a_problem()
        => await AssertFindsAsync(1, "PROBLEM  redis://127.0.0.1:1 cannot be reached", "--redis", "redis://127.0.0.1:1");

    [Fact]
    public async Task A_public_address_without_TLS_is_a_problem()
        => await AssertFindsAsync(1, "PROBLEM  Listen is 'http://0.0.0.0:0', which others can reach", "--listen", "http://0.0.0.0:0");

    [Theory]
    [InlineData(-1, 1, "PROBLEM  The certificate expired on ")]
    [InlineData(10, 0, "warning  The certificate expires on ")]
    [InlineData(400, 0, "ok       the certificate is valid until ")]
    public async Task The_remaining_life_of_the_certificate_is_told(int days, int code, string finding)
    {
        var (certificate, key) = MakeCertificate(DateTimeOffset.UtcNow.AddDays(days));

        await AssertFindsAsync(
            code, finding, "--listen", "https://127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key);
    }

    [Fact]
    public async Task A_file_that_is_no_certificate_is_a_problem()
    {
        var file = Path.Combine(_folder, "not.pem");
        await File.WriteAllTextAsync(file, "hello");

        await AssertFindsAsync(
            1, $"PROBLEM  The certificate '{file}' cannot be loaded", "--listen", "https://127.0.0.1:0", "--tls-cert", file);
    }

    private async Task AssertFindsAsync(int code, string finding, params string[] options)
    {
        Ended ended = await DoctorAsync(options);

        Assert.Contains(ended.Out.Split('\n'), line => line.StartsWith(finding, StringComparison.Ordinal));
        Assert.Equal(code, ended.Code);
    }

    private Task<Ended> DoctorAsync(params string[] options)
    {
        string[] listen = options.Contains("--listen") ? [] : ["--listen", "http://127.0.0.1:0"];
        return CommandRun.ToEndAsync(["doctor", "--data", Path.Combine(_folder, "data"), .. listen, .. options]);
    }

    private (string Certificate, string Key) MakeCertificate(DateTimeOffset end)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=kpi.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("kpi.example");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(end.AddDays(-500), end);
        var (certificateFile, keyFile) = (Path.Combine(_folder, "server.crt"), Path.Combine(_folder, "server.key"));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile);
    }
}
