using Anneal.Formats;

namespace Anneal.Tests.Formats;

public sealed class ChecksumTests
{
    // The check values of the two polynomials in every catalogue of CRCs.
    [Fact]
    public void Nine_digits_have_their_published_checksums()
    {
        Assert.Equal(0xCBF43926, Checksum.Crc32("123456789"u8));
        Assert.Equal(0xE3069283, Checksum.Crc32C("123456789"u8));
    }

    [Fact]
    public void A_checksum_goes_on_from_that_of_the_beginning() =>
        Assert.Equal(Checksum.Crc32("123456789"u8), Checksum.Crc32("56789"u8, Checksum.Crc32("1234"u8)));

    // The first eight bytes of any TensorFlow event file, and their checksum.
    [Fact]
    public void The_mask_is_that_of_a_real_file() => Assert.Equal(0x224B7FA3u, Checksum.Masked([0x18, 0, 0, 0, 0, 0, 0, 0]));
}
