using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace CallCenter.Server.Tests;

/// <summary>The pages for people: there with every server, and unable to load or run anything of others.</summary>
public sealed partial class DashboardTests : IAsyncLifetime
{
    private WebServer _web = null!;

    public async Task InitializeAsync() => _web = await WebServer.StartAsync();

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public async Task The_page_and_all_its_files_are_served_with_their_types()
    {
        using var page = await _web.GetAsync("/");
        var files = Files().Matches(await WebServer.TextOf(page)).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Equal(["css", "js", "svg"], files.Select(file => file.Split('.')[^1]).Order());
        foreach (var file in files)
        {
            using var answer = await _web.GetAsync(file[1..]);
            Assert.Equal((file, HttpStatusCode.OK), (file, answer.StatusCode));
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
        }
    }

    [Fact]
    public async Task Nothing_from_elsewhere_may_be_loaded_run_or_framed()
    {
        using var page = await _web.GetAsync("/");

        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotContain("://", policy);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_file_comes_compressed_to_who_accepts_it_and_not_again_to_who_has_it()
    {
        using var page = await _web.GetAsync("/");
        using var packed = await _web.GetAsync("/", ("Accept-Encoding", "gzip, deflate, br"));
        using var known = await _web.GetAsync("/", ("If-None-Match", page.Headers.ETag!.ToString()));

        await using var stream = new GZipStream(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        Assert.Equal(await WebServer.TextOf(page), await reader.ReadToEndAsync());
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Theory]
    [InlineData("/assets/none.js")]
    [InlineData("/assets/..%2Findex.html")]
    [InlineData("/index.html")]
    public async Task Other_files_are_not_there(string path)
    {
        using var answer = await _web.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [GeneratedRegex("(?:src|href)=\"(\\./assets/[^\"]+)\"")]
    private static partial Regex Files();
}
