// Prints orders without numbers, one a line.
//   node orders.js COUNT
const lines = [];
for (let n = 1; n <= Number(process.argv[2]); n++) {
  lines.push(JSON.stringify({ openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', total: n, description: `咖啡 ${n}` }));
}
process.stdout.write(lines.join('\n') + '\n');
