// Fetches collateral for quotes and verifies them with @phala/dcap-qvl, by its documented interface:
//   node dcap-qvl.cjs ROOT.der PCCS_URL QUOTE...
// One line for each quote: its status and its advisories, or "refused" and the reason.
const fs = require('fs');
const { QuoteVerifier, getCollateral } = require('@phala/dcap-qvl');

async function main([root, url, ...quotes]) {
    const verifier = QuoteVerifier.newWithRootCa(fs.readFileSync(root));
    for (const file of quotes) {
        try {
            const quote = fs.readFileSync(file);
            const collateral = await getCollateral(url, quote);
            const report = verifier.verify(quote, collateral, Math.floor(Date.now() / 1000));
            console.log([report.status, ...[...report.advisory_ids].sort()].join(' '));
        } catch (error) {
            console.log('refused ' + String(error.message || error).replace(/\s+/g, ' '));
        }
    }
}

main(process.argv.slice(2));
