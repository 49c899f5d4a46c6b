using System.Security.Cryptography;
using CallCenter.Core.Encoding;
using CallCenter.Server.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace CallCenter.Server.Kpis;

/// <summary>
/// Where a page of a list ended: the key of its last entry, and a digest of the request, so that the token of another list is not taken for
/// one of this. It holds nothing secret: whoever forges one reads on from a place of their choice in what they may see anyway.
/// </summary>
internal static class PageToken
{
    private const string Field = "page_token";
    private const int LengthMax = 1_024;
    private const byte Version = 1;
    private const int DigestBytes = 8;

    public static string Write(string[] key, string[] request)
    {
        var w = new VarWriter();
        w.Byte(Version);
        w.Bytes(DigestOf(request));
        w.Count(key.Length);
        foreach (var part in key) w.Text(part);
        return WebEncoders.Base64UrlEncode(w.Written.Span);
    }

    /// <exception cref="FieldErrorException">The token is not of this request.</exception>
    public static string[] Read(string token, string[] request)
    {
        try
        {
            if (token.Length > LengthMax) throw Wrong(token);
            var r = new VarReader(WebEncoders.Base64UrlDecode(token));
            if (r.Byte() != Version || !r.Bytes(DigestBytes).SequenceEqual(DigestOf(request))) throw Wrong(token);
            var key = new string[r.CountOf(1)];
            for (var i = 0; i < key.Length; i++) key[i] = r.Text();
            return r.AtEnd ? key : throw Wrong(token);
        }
        catch (Exception e) when (e is FormatException or StoredFormException)
        {
            throw Wrong(token);
        }
    }

    private static ReadOnlySpan<byte> DigestOf(string[] request)
    {
        var w = new VarWriter();
        foreach (var part in request) w.Text(part);
        return SHA256.HashData(w.Written.Span).AsSpan(0, DigestBytes);
    }

    /// <summary>The error of a token that is not of the request.</summary>
    public static FieldErrorException Wrong(string token)
        => new(Field, "is not one that this list gave for the same request; leave it out to start again", token);
}
